import { verifyTwilioRequest, verifyWebhook, type SignatureVerdict } from '#connector-sdk';
import type { CommandOptions, Inspection, InspectInput, InspectLine } from '#runtime';
import { z } from 'zod';

const Text = z.union([z.string(), z.number().transform(String)]).nullish();
const FieldValue = z.union([z.string(), z.array(z.string())]);

const SignedCase = z.discriminatedUnion('scheme', [
  z.object({
    scheme: z.literal('standard-webhooks'),
    id: Text,
    timestamp: Text,
    signature: Text,
    payload: z.string().nullish(),
    /** Several while they are rotated. */
    secret: z.union([z.string(), z.array(z.string())]).nullish(),
    /** Seconds since 1970: the clock to use. */
    now: z.coerce.number().optional(),
  }),
  z.object({
    scheme: z.literal('twilio'),
    url: z.string(),
    params: z.record(z.string(), FieldValue).nullish(),
    auth_token: z.union([z.string(), z.array(z.string())]).nullish(),
    signature: Text,
    body: z.string().nullish(),
  }),
]);
type SignedCase = z.infer<typeof SignedCase>;

function verify(given: SignedCase): SignatureVerdict {
  const signature = given.signature ?? undefined;
  if (given.scheme === 'twilio')
    return verifyTwilioRequest(
      { url: given.url, params: given.params ?? {}, body: given.body ?? undefined, signature },
      [given.auth_token ?? ''].flat(),
    );
  const { id, timestamp, payload, secret, now } = given;
  return verifyWebhook(
    { id: id ?? undefined, timestamp: timestamp ?? undefined, signature, payload: payload ?? '' },
    [secret ?? ''].flat(),
    now === undefined ? Date.now() : now * 1000,
  );
}

async function* inspectWebhooks(inputs: AsyncIterable<InspectInput>): AsyncIterable<InspectLine> {
  for await (const { file, read } of inputs) yield await inspectOne(file, read);
}

async function inspectOne(file: string, read: InspectInput['read']): Promise<InspectLine> {
  let text: string;
  try {
    text = String(await read());
  } catch (error) {
    return refuse(file, 'unreadable_file', error instanceof Error ? error.message : String(error));
  }
  const parsed = SignedCase.safeParse(parseJson(text));
  if (!parsed.success) return refuse(file, 'invalid_case', `no signed request as JSON: ${z.prettifyError(parsed.error)}`);
  const verdict = verify(parsed.data);
  return { file, ok: true, valid: verdict.valid, reason: verdict.valid ? null : verdict.reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(file: string, code: string, message: string): InspectLine {
  return { file, ok: false, error: { code, message } };
}

export const inspections: readonly Inspection[] = [
  {
    kind: 'webhook',
    input:
      'JSON {scheme: standard-webhooks, id, timestamp, payload, secret, signature, now} or {scheme: twilio, url, params, auth_token, signature, body}',
    run: (inputs: AsyncIterable<InspectInput>, _options: CommandOptions) => inspectWebhooks(inputs),
  },
];
