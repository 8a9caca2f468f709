import type { CheckVerdict } from '#contracts';
import type { SenderChecks } from '../authenticating/sender-checks.js';
import { toCanonicalAddress } from '../email.ids.js';
import type { Headers } from './mime/headers.js';

/** A field Authentication-Results (RFC 8601) as it stands in a mail. */
export interface StatedResults {
  readonly value: string;
  /** How many fields Received stand above it: those of one server have one number. */
  readonly hop: number;
}

interface Result {
  readonly method: string;
  readonly result: string;
  /** `header.from=example.com` and the like, in lower case. */
  readonly properties: ReadonlyMap<string, string>;
}

const MAX_FIELDS = 20;
const MAX_LENGTH = 8_192;
const RESULT = /^([a-z][a-z0-9-]*)(?:\/\d+)?\s*=\s*([a-z]+)\b/i;
const PROPERTY = /([a-z]+\.[a-z0-9-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]+)/gi;

/** All such fields, topmost first. Who is believed, the envelope says. */
export function collectResults(headers: Headers): StatedResults[] {
  const found: StatedResults[] = [];
  let hop = 0;
  for (const { name, value } of headers.fields) {
    if (name === 'received') hop += 1;
    else if (name === 'authentication-results' && found.length < MAX_FIELDS) found.push({ value: value.slice(0, MAX_LENGTH), hop });
  }
  return found;
}

/**
 * What the server named `authserv` found, by its topmost field and the others of the same hop: below them anybody may have written. `*` is a
 * server that writes no name. Null when it says nothing.
 */
export function readTrustedResults(stated: readonly StatedResults[], authserv: string, fromDomain: string | null): SenderChecks | null {
  const parsed = stated.map(({ value, hop }) => ({ hop, ...splitResults(value) }));
  const top = parsed.find(({ server }) => server === authserv.toLowerCase());
  if (top === undefined) return null;
  const results = firstWord(parsed.filter(({ server, hop }) => server === top.server && hop === top.hop));
  const of = (method: string) => results.filter((result) => result.method === method);
  const domain = fromDomain ?? '';
  const about = (result: Result) => result.properties.get('header.from');
  const dmarc = of('dmarc').find((result) => about(result) === undefined || covers(about(result)!, domain));
  const dkim = of('dkim').find((result) => result.result === 'pass' && covers(signerOf(result), domain));
  const spf = of('spf').find(
    (result) => result.result === 'pass' && covers(domainOf(result.properties.get('smtp.mailfrom') ?? ''), domain),
  );
  const vouched = domain !== '' && (dmarc?.result === 'pass' || (dmarc?.result !== 'fail' && (dkim ?? spf) !== undefined));
  const words = results.map(({ method, result }) => `${method}=${result}`).join(', ');
  return {
    spf: toVerdict(of('spf')),
    dkim: toVerdict(of('dkim')),
    dmarc: dmarc === undefined ? 'none' : toVerdict([dmarc]),
    ...(of('arc').length === 0 ? {} : { arc: toVerdict(of('arc')) }),
    by: 'server',
    reason:
      `${vouched ? `${domain} is vouched for` : `nothing vouches for ${domain || 'the sender'}`}: ${top.server === '*' ? 'the mail server' : top.server} says ${words || 'none'}`.slice(
        0,
        500,
      ),
    vouchedDomain: vouched ? domain : null,
  };
}

/** What a field higher up says of a method counts, whatever stands below: a sender's own fields may follow the server's without a hop between. */
function firstWord(fields: readonly { readonly results: readonly Result[] }[]): Result[] {
  const said = new Set<string>();
  return fields.flatMap(({ results }) => {
    const news = results.filter(({ method }) => !said.has(method));
    for (const { method } of results) said.add(method);
    return news;
  });
}

/** `pass` when one passes; a failure counts where nothing passed. */
function toVerdict(results: readonly Result[]): CheckVerdict {
  if (results.some(({ result }) => result === 'pass')) return 'pass';
  return results.some(({ result }) => result === 'fail' || result === 'hardfail') ? 'fail' : 'none';
}

function signerOf({ properties }: Result): string {
  return properties.get('header.d') ?? domainOf(properties.get('header.i') ?? '');
}

/** A domain stands for itself and what is below it; upwards it would take the list of public suffixes. */
function covers(domain: string, of: string): boolean {
  return domain.includes('.') && (of === domain || of.endsWith(`.${domain}`));
}

function domainOf(address: string): string {
  return toCanonicalAddress(address).replace(/^.*@/, '');
}

function splitResults(value: string): { readonly server: string; readonly results: Result[] } {
  const [head = '', ...rest] = removeComments(value).split(';');
  const nameless = RESULT.test(head.trim());
  const server = nameless ? '*' : (head.trim().split(/\s/, 1)[0] ?? '').replace(/^"|"$/g, '').toLowerCase();
  const results = (nameless ? [head, ...rest] : rest).flatMap((text): Result[] => {
    const [, method, result] = RESULT.exec(text.trim()) ?? [];
    if (method === undefined || result === undefined) return [];
    const properties = new Map<string, string>();
    for (const [, name, raw] of text.matchAll(PROPERTY)) {
      const property = raw!.replace(/^"|"$/g, '').toLowerCase();
      if (!properties.has(name!.toLowerCase())) properties.set(name!.toLowerCase(), property);
    }
    return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties }];
  });
  return { server, results };
}

/** Comments nest, and hide what looks like a result; so do quoted strings, of which `;` and `(` are taken out. */
function removeComments(value: string): string {
  let kept = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const char = value[at]!;
    if (char === '\\' && (depth > 0 || quoted)) at++;
    else if (char === '"' && depth === 0) quoted = !quoted;
    else if (quoted) kept += /[\w.@+-]/.test(char) ? char : '_';
    else if (char === '(') depth++;
    else if (char === ')' && depth > 0) depth--;
    else if (depth === 0) kept += char;
  }
  return kept;
}
