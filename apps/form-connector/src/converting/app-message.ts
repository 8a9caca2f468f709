import { toHandling, type Wishes } from './handling.js';
import { z } from 'zod';
import type { Identity, InboxRef, Sender } from '#contracts';
import { toCaseKey, toPersonKey, toPrint, toRemoteId } from '../form.ids.js';
import { toClaimedEmail, toClaimedPhone } from './identities.js';
import { toReplyTo } from './reach-sender.js';
import type { PartInput, Submission } from './to-inbound-message.js';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What an app sends. Unknown names are taken and kept in the raw message. */
export const AppMessage = z.object({
  id: z.string().min(1).max(500).optional().describe('instead of the header Idempotency-Key'),
  /** Other kinds are kept as `unsupported`. */
  type: z.string().min(1).max(100).default('text'),
  conversation: z.string().min(1).max(500).optional().describe('messages of the same one join one ticket while it is open'),
  subject: z.string().max(500).optional(),
  text: z.string().max(100_000).optional(),
  fields: z.record(z.string().max(100), z.union([Scalar, z.array(Scalar), z.null()])).optional(),
  category: z.string().max(100).optional(),
  occurredAt: z.iso.datetime({ offset: true }).optional(),
  sender: z
    .object({
      user: Scalar.optional(),
      email: z.string().max(320).optional(),
      phone: z.string().max(40).optional(),
      name: z.string().max(256).optional(),
      locale: z.string().max(35).optional(),
    })
    .optional(),
  links: z
    .array(z.object({ url: z.url({ protocol: /^https?$/ }).max(4_000), title: z.string().max(300).optional() }))
    .max(20)
    .optional(),
});
export type AppMessage = z.infer<typeof AppMessage>;

export interface AppOrigin {
  readonly inbox: InboxRef;
  /** Whose key or which user's token it was: ids are scoped by it. */
  readonly caller: string;
  readonly id: string;
  /** The signed-in user, where the caller is one. */
  readonly user: Sender | null;
  /** Is the caller's word on who his user is a proof? */
  readonly vouches: boolean;
  readonly country: string;
  readonly at: Date;
  readonly wishes: Wishes;
  readonly subjectMark?: string;
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(['text', 'form']);

/** An app's message as ours. Its sender is never nobody: who names no one is the app itself. */
export function toAppSubmission(message: AppMessage, origin: AppOrigin): Submission {
  const { inbox, caller, id, wishes, subjectMark } = origin;
  const sender = toAppSender(message.sender, origin);
  const fields = Object.entries(message.fields ?? {}).map(([name, value]) => ({ name, value: [value].flat() }));
  const lines = fields.map(({ name, value }) => `${name}: ${value.map(String).join(', ')}`).join('\n');
  const text = [message.text, lines, ...(message.links ?? []).map(({ url }) => url)]
    .filter((each) => each !== undefined && each !== '')
    .join('\n\n');
  const fallback = text === '' ? `[${message.type}]` : text;
  const print = toPrint(JSON.stringify(message));
  return {
    remoteId: toRemoteId(inbox.id, `${caller}:${id}`),
    print,
    conversation:
      message.conversation === undefined
        ? { key: toPersonKey(inbox.id, sender.identities[0]!), continues: false, kind: 'form' }
        : {
            key: toCaseKey(inbox.id, `${caller}:${message.conversation}`),
            continues: true,
            kind: 'thread',
            remoteId: message.conversation.slice(0, 200),
          },
    sender,
    ...toReplyTo(sender),
    subject: [subjectMark, message.subject ?? firstLineOf(fallback)].filter(Boolean).join(' '),
    text: fallback,
    parts: toParts(message, inbox.id, fields, lines),
    occurredAt: message.occurredAt === undefined ? origin.at : new Date(message.occurredAt),
    mayAutoReply: true,
    handling: toHandling(wishes, message.category, sender),
    channelContext: { caller, id, conversation: message.conversation ?? null },
  };
}

function toParts(message: AppMessage, formId: string, fields: { name: string; value: unknown[] }[], lines: string): PartInput[] {
  const parts: Omit<PartInput, 'partId'>[] = [];
  if (!KNOWN_TYPES.has(message.type))
    parts.push({ type: 'unsupported', nativeType: message.type, fallback: message.text ?? `[${message.type}]` } as Omit<
      PartInput,
      'partId'
    >);
  else if (message.text !== undefined && message.text !== '')
    parts.push({ type: 'text', text: message.text, fallback: message.text.slice(0, 65_536) } as Omit<PartInput, 'partId'>);
  if (fields.length > 0) {
    const shown = fields.map(({ name, value }) => ({ name, value: value.length === 1 ? value[0] : value }));
    parts.push({ type: 'form', formId, fields: shown, fallback: lines.slice(0, 65_536) } as Omit<PartInput, 'partId'>);
  }
  for (const { url, title } of message.links ?? [])
    parts.push({ type: 'link', url, fallback: url, ...(title === undefined ? {} : { title }) } as Omit<PartInput, 'partId'>);
  return parts.map((part, index) => ({ ...part, partId: String(index + 1) }) as PartInput);
}

function toAppSender(given: AppMessage['sender'], { caller, user, vouches, country, inbox }: AppOrigin): Sender {
  const assurance = vouches ? 'verified' : 'claimed';
  const identities: Identity[] = [...(user?.identities ?? [])];
  if (given?.user !== undefined && user === null) {
    const value = String(given.user).slice(0, 320);
    if (value !== '') identities.push({ scheme: 'user', value, raw: value, assurance });
  }
  const email = given?.email === undefined ? null : toClaimedEmail(given.email);
  const phone = given?.phone === undefined ? null : toClaimedPhone(given.phone, country);
  for (const identity of [email, phone])
    if (identity !== null && !identities.some(({ scheme, value }) => scheme === identity.scheme && value === identity.value))
      identities.push({ ...identity, assurance });
  if (identities.length === 0) identities.push({ scheme: 'app', value: `${inbox.id}:${caller}`, raw: caller, assurance: 'verified' });
  const displayName = user?.displayName ?? given?.name;
  const locale = user?.locale ?? given?.locale;
  return {
    role: 'customer',
    identities,
    ...(displayName === undefined || displayName === '' ? {} : { displayName }),
    ...(locale === undefined || locale === '' ? {} : { locale }),
  };
}

export function firstLineOf(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
