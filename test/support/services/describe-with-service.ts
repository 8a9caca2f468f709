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
  const reason = findLack(service, title);
  if (reason === null) describe(title, body);
  else if (isRequired())
    describe(title, () => {
      it(`has ${service}`, () => {
        throw new Error(reason);
      });
    });
  else describe.skip(title, body);
}

/** One test of a suite, as `describeWithService`. Returns whether it is run. */
export function itWithService(service: keyof typeof finders, title: string, body: () => Promise<void>, limitMs: number): boolean {
  const isRun = findLack(service, title) === null || isRequired();
  (isRun ? it : it.skip)(title, body, limitMs);
  return isRun;
}

const isRequired = () => process.env['REQUIRE_SERVICES'] === '1';

/** Said aloud where it is skipped. */
function findLack(service: keyof typeof finders, title: string): string | null {
  const state = finders[service]();
  if (state.found) return null;
  const reason = `${title}: ${state.missing}. Get it with: npm run test:services`;
  if (!isRequired()) process.stderr.write(`SKIPPED ${reason}\n`);
  return reason;
}
