import { describe, it } from '@jest/globals';
import { findAsterisk } from './asterisk.js';
import { findChromium } from './chromium.js';
import { findDovecot } from './dovecot.js';
import { findKafka } from './kafka.js';

/** A server that tests use when it is there. `missing` says what was looked for. */
export type FoundService = { readonly found: true } | { readonly found: false; readonly missing: string };

const finders = { kafka: findKafka, dovecot: findDovecot, chromium: findChromium, asterisk: findAsterisk } satisfies Record<
  string,
  () => FoundService
>;

/**
 * A suite over a real server. Without the server it is skipped aloud, and fails when `REQUIRE_SERVICES=1`.
 */
export function describeWithService(service: keyof typeof finders, title: string, body: () => void): void {
  const state = finders[service]();
  if (state.found) {
    describe(title, body);
    return;
  }
  const reason = `${title}: ${state.missing}. Get it with: npm run test:services`;
  if (process.env['REQUIRE_SERVICES'] === '1') {
    describe(title, () => {
      it(`has ${service}`, () => {
        throw new Error(reason);
      });
    });
    return;
  }
  process.stderr.write(`SKIPPED ${reason}\n`);
  describe.skip(title, body);
}
