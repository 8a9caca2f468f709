import { createHmac, hash } from 'node:crypto';
import { equalsInConstantTime, faulty, isAnyOf, VALID, type SignatureVerdict } from './verdict.js';

/** Names of form fields with their values; of a repeated one all values. */
export type TwilioParams = Readonly<Record<string, string | readonly string[]>>;

export interface TwilioRequest {
  /** The whole address as Twilio called it, with its query. */
  readonly url: string;
  /** Fields of a form body; none for a GET and for a body that is no form. */
  readonly params?: TwilioParams;
  /** The exact bytes of a body that is no form (JSON): `bodySHA256` in the address then covers it. */
  readonly body?: Buffer | string | undefined;
  /** Header `x-twilio-signature`. */
  readonly signature: string | undefined;
}

/** base64 of HMAC-SHA1 over the address and the sorted fields (twilio.com/docs/usage/security). */
export function signTwilioRequest(url: string, params: TwilioParams, authToken: string): string {
  return createHmac('sha1', authToken)
    .update(url + toSignedFields(params))
    .digest('base64');
}

/**
 * Is the request signed by one of the tokens? Twilio signs addresses now with, now without their port, and in the form a browser gives
 * them: all spellings of the same address hold. A body that is no form holds only with its `bodySHA256` in the address. There is no
 * timestamp in this scheme: what must not happen twice is for the receiver to know by its ids.
 */
export function verifyTwilioRequest({ url, params = {}, body, signature }: TwilioRequest, authTokens: readonly string[]): SignatureVerdict {
  const tokens = authTokens.filter((token) => token !== '');
  if (tokens.length === 0) return faulty('unusable_secret');
  if (!signature) return faulty('missing_signature');
  const spellings = spellAddress(url);
  if (spellings === null) return faulty('bad_url');
  const fields = toSignedFields(params);
  const wanted = tokens.flatMap((token) =>
    spellings.map((spelling) =>
      createHmac('sha1', token)
        .update(spelling + fields)
        .digest('base64'),
    ),
  );
  if (!isAnyOf(signature, wanted)) return faulty('wrong_signature');
  return coversBody(url, body) ? VALID : faulty('body_not_signed');
}

/** Twilio itself takes an absent body for `{}`. */
const EMPTY_BODIES = ['', '{}'];

function coversBody(url: string, body: Buffer | string | undefined): boolean {
  const told = new URL(url).searchParams.get('bodySHA256');
  const bodies = body === undefined || body.length === 0 ? EMPTY_BODIES : [body];
  if (told === null) return bodies === EMPTY_BODIES;
  let covered = false;
  for (const each of bodies) covered = equalsInConstantTime(told.toLowerCase(), hash('sha256', each, 'hex')) || covered;
  return covered;
}

/** Sorted by name as bytes are; several values of one name each once, sorted. */
function toSignedFields(params: TwilioParams): string {
  return Object.keys(params)
    .sort()
    .map((name) => {
      const value = params[name]!;
      return typeof value === 'string'
        ? name + value
        : [...new Set(value)]
            .sort()
            .map((each) => name + each)
            .join('');
    })
    .join('');
}

/** The address as it is, without its port, with the port of its scheme; each as written and as WHATWG URL writes it. */
function spellAddress(url: string): string[] | null {
  if (!URL.canParse(url)) return null;
  return [...new Set([url, new URL(url).href].flatMap(spellPorts))];
}

function spellPorts(url: string): string[] {
  const match = /^(https?):\/\/([^/?#]*?)(:\d+)?(?=[/?#]|$)(.*)$/is.exec(url);
  if (match === null) return [];
  const [, scheme, host, port, rest] = match;
  const standard = scheme!.toLowerCase() === 'https' ? ':443' : ':80';
  return ['', standard, port ?? ''].map((each) => `${scheme!}://${host!}${each}${rest!}`);
}
