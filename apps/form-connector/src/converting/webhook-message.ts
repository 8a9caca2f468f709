import { toHandling } from './handling.js';
import { z } from 'zod';
import type { Identity, InboxRef, Sender } from '#contracts';
import { toCaseKey, toPersonKey, toPrint, toRemoteId } from '../form.ids.js';
import type { Json } from '../receiving/parse-json.js';
import { firstLineOf } from './app-message.js';
import { toClaimedEmail, toClaimedPhone } from './identities.js';
import { findAll, findText, readJsonPath, type JsonPath } from './json-path.js';
import { cutText, type PartInput, type Submission } from './to-inbound-message.js';

const Path = z.string().transform((written, fault): JsonPath => {
  const path = readJsonPath(written);
  if (path !== null) return path;
  fault.addIssue({ code: 'custom', message: 'a path like $.message.text, $.items[0].id or $.files[*].url' });
  return z.NEVER;
});

/** Where in somebody's JSON stands what we want to know. */
export const WebhookMapping = z.strictObject({
  id: Path.optional().describe('of the message; default: the header webhook-id'),
  text: Path.optional(),
  subject: Path.optional(),
  conversation: Path.optional().describe('messages of the same one join one ticket while it is open'),
  occurredAt: Path.optional().describe('RFC 3339, or seconds or milliseconds since 1970'),
  category: Path.optional(),
  sender: z.strictObject({ user: Path.optional(), email: Path.optional(), phone: Path.optional(), name: Path.optional() }).prefault({}),
  attachments: Path.optional().describe('addresses of files: shown as links, never fetched by themselves'),
});
export type WebhookMapping = z.infer<typeof WebhookMapping>;

export interface WebhookOrigin {
  readonly inbox: InboxRef;
  /** Header `webhook-id`. */
  readonly webhookId: string;
  readonly country: string;
  readonly vouches: boolean;
  readonly at: Date;
}

const MAX_SHOWN = 20_000;
const MAX_LINKS = 20;

/** A foreign program's JSON as a message. Where the mapping finds no text the whole is kept as `unsupported` and shown. */
export function toWebhookSubmission(body: Json, mapping: WebhookMapping, origin: WebhookOrigin): Submission {
  const { inbox, webhookId } = origin;
  const sender = toWebhookSender(body, mapping, origin);
  const text = findText(body, mapping.text);
  const conversation = findText(body, mapping.conversation);
  const category = findText(body, mapping.category);
  const links = findLinks(body, mapping.attachments);
  const said = text ?? cutText(JSON.stringify(body, null, 2), MAX_SHOWN);
  const first = cutText(said, 65_536);
  const parts: PartInput[] = [
    text === null
      ? { partId: '1', type: 'unsupported', nativeType: 'webhook', fallback: first }
      : { partId: '1', type: 'text', text, fallback: first },
    ...links.map((url, index): PartInput => ({ partId: String(index + 2), type: 'link', url, fallback: url })),
  ];
  const id = findText(body, mapping.id) ?? webhookId;
  return {
    remoteId: toRemoteId(inbox.id, id),
    // A mapped id is not covered by what the sender promises of webhook-id.
    print: id === webhookId ? '' : toPrint(said, conversation ?? '', ...sender.identities.map(({ value }) => value)),
    conversation:
      conversation === null
        ? { key: toPersonKey(inbox.id, sender.identities[0]!), continues: false, kind: 'form' }
        : { key: toCaseKey(inbox.id, conversation), continues: true, kind: 'thread', remoteId: conversation.slice(0, 200) },
    sender,
    subject: findText(body, mapping.subject) ?? firstLineOf(text ?? 'webhook'),
    text: [said, ...links].join('\n'),
    parts,
    occurredAt: readTime(findText(body, mapping.occurredAt)) ?? origin.at,
    mayAutoReply: true,
    handling: toHandling({}, category, sender),
    channelContext: { webhookId, conversation },
  };
}

function toWebhookSender(body: Json, { sender: paths }: WebhookMapping, { inbox, country, vouches }: WebhookOrigin): Sender {
  const assurance = vouches ? 'verified' : 'claimed';
  const user = findText(body, paths.user)?.slice(0, 320);
  const [email, phone] = [findText(body, paths.email), findText(body, paths.phone)];
  const name = findText(body, paths.name)?.slice(0, 256);
  const identities: Identity[] = [
    ...(user === undefined ? [] : [{ scheme: 'user', value: user, raw: user, assurance } as const]),
    ...[email === null ? null : toClaimedEmail(email), phone === null ? null : toClaimedPhone(phone, country)]
      .filter((identity) => identity !== null)
      .map((identity): Identity => ({ ...identity, assurance })),
  ];
  if (identities.length === 0) identities.push({ scheme: 'app', value: inbox.id, raw: inbox.id, assurance: 'verified' });
  return { role: 'customer', identities, ...(name === undefined ? {} : { displayName: name }) };
}

function findLinks(body: Json, path: JsonPath | undefined): string[] {
  if (path === undefined) return [];
  const texts = findAll(body, path).filter((value): value is string => typeof value === 'string' && value.length <= 4_000);
  return [...new Set(texts)].filter((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)).slice(0, MAX_LINKS);
}

/** Above this it is milliseconds: as seconds it would be the year 5138. */
const MOST_SECONDS = 1e11;

export function readTime(written: string | null): Date | null {
  if (written === null) return null;
  const number = Number(written);
  const date =
    Number.isFinite(number) && written.trim() !== ''
      ? new Date(Math.abs(number) < MOST_SECONDS ? number * 1000 : number)
      : new Date(written);
  const year = date.getUTCFullYear();
  return year >= 1971 && year < 9999 ? date : null;
}
