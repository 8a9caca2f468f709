import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Resolve } from '../../../apps/email-connector/src/authenticating/dns/caching-resolver.js';
import { checkSignatures } from '../../../apps/email-connector/src/authenticating/signatures.js';
import { SpfChecker } from '../../../apps/email-connector/src/authenticating/spf.js';

const corpora = process.env['CORPORA_DIR'] ?? '';
const folder = (set: string) => join(corpora, set);
const isThere = ['auth-spf', 'auth-arc'].every((set) => existsSync(folder(set)));
if (!isThere) console.warn('SKIPPED SPF and ARC cases with known answers: CORPORA_DIR names no folder of them');

/** Where mailauth reads a broken record, or an odd greeting, otherwise than the suite. Nobody passes by it who should not. */
const MAILAUTH_DIFFERS: Readonly<Record<string, readonly string[]>> = {
  'spf-IP6-mechanism-syntax.json': ['bare-ip6: fail, expected permerror'],
  'spf-Macro-expansion-rules.json': [
    'exp-only-macro-char: fail, expected permerror',
    'p-macro-multiple: neutral, expected pass,softfail',
    'invalid-hello-macro: permerror, expected fail',
    'hello-domain-literal: permerror, expected fail',
    'require-valid-helo: permerror, expected fail',
  ],
};

type Records = ('TIMEOUT' | Record<string, string | [number, string] | readonly string[]>)[];
interface SpfCase {
  readonly zonedata: Record<string, Records>;
  readonly queries: Record<string, { helo: string; host: string; mailfrom: string }>;
}

/** RFC 7208's test zones: a name with SPF records only has them as TXT, too. */
function fromZone(zone: Record<string, Records>): Resolve {
  const names = new Map(Object.entries(zone).map(([name, records]) => [name.toLowerCase(), records]));
  return (name, type) => {
    const records = names.get(name.toLowerCase().replace(/\.$/, ''));
    const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
    if (records === undefined) return fail('ENOTFOUND');
    if (records.includes('TIMEOUT')) return fail('ETIMEOUT');
    const named = records.filter((record) => record !== 'TIMEOUT');
    const own = named.flatMap((record) => (type in record ? [record[type]!] : []));
    const found = type === 'TXT' && own.length === 0 ? named.flatMap((record) => ('SPF' in record ? [record['SPF']!] : [])) : own;
    const usable = found.filter((value) => value !== 'NONE');
    if (usable.length === 0) return fail('ENODATA');
    if (type === 'TXT') return Promise.resolve(usable.map((value) => (Array.isArray(value) ? value : [value])));
    if (type === 'MX') return Promise.resolve(usable.map((value) => ({ priority: value[0], exchange: value[1] })));
    return Promise.resolve(usable);
  };
}

(isThere ? describe : describe.skip)('cases with known answers', () => {
  const cases = isThere ? readdirSync(folder('auth-spf')).filter((name) => /^spf-.*(?<!expected)\.json$/.test(name)) : [];
  it.each(cases)('SPF: %s', async (name) => {
    const { zonedata, queries } = JSON.parse(readFileSync(join(folder('auth-spf'), name), 'utf8')) as SpfCase;
    const expected = JSON.parse(readFileSync(join(folder('auth-spf'), name.replace('.json', '.expected.json')), 'utf8')) as {
      results: Record<string, string | string[]>;
    };
    const checker = new SpfChecker(fromZone(zonedata));
    const wrong: string[] = [];
    for (const [id, { helo, host, mailfrom }] of Object.entries(queries)) {
      const { result } = await checker.check({ ip: host, helo, mailFrom: mailfrom });
      if (![expected.results[id]].flat().includes(result)) wrong.push(`${id}: ${result}, expected ${String(expected.results[id])}`);
    }
    expect(wrong).toEqual(MAILAUTH_DIFFERS[name] ?? []);
  });

  const mails = isThere ? readdirSync(folder('auth-arc')).filter((name) => name.endsWith('.eml')) : [];
  it('ARC: chains hold or break as they should', async () => {
    const wrong: string[] = [];
    for (const name of mails) {
      const expected = JSON.parse(readFileSync(join(folder('auth-arc'), name.replace('.eml', '.expected.json')), 'utf8')) as {
        cv?: string;
        dns?: Record<string, string>;
      };
      if (expected.cv === undefined) continue;
      const zone = Object.fromEntries(Object.entries(expected.dns ?? {}).map(([key, TXT]) => [key, [{ TXT }]]));
      const { arc } = await checkSignatures(readFileSync(join(folder('auth-arc'), name)), fromZone(zone), { withArc: true });
      // '' is a chain that says itself that it failed: any answer but a pass.
      if (expected.cv === '' ? arc.result === 'pass' : expected.cv.toLowerCase() !== arc.result)
        wrong.push(`${name}: ${arc.result}, expected ${expected.cv}`);
    }
    expect(wrong).toEqual([]);
  });
});
