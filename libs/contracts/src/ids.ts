import { z } from 'zod';

/**
 * Branded ids: a value of one kind cannot be handed over as another. They are opaque outside the room that makes them.
 */
export const InboxId = z.string().min(1).max(64).brand<'InboxId'>();
export type InboxId = z.infer<typeof InboxId>;

/** UUID of an event; of `message.received` and its kin derived from the idempotency key (`keys.ts`). */
export const EventId = z.uuid().brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;

/** The remote's idea of one conversation; deterministic, opaque outside its connector; the partition key. */
export const ConversationKey = z.string().min(1).max(512).brand<'ConversationKey'>();
export type ConversationKey = z.infer<typeof ConversationKey>;

/** UUID that the client of a send chose: its idempotency key. */
export const CommandId = z.uuid().brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

export const TicketId = z.uuid().brand<'TicketId'>();
export type TicketId = z.infer<typeof TicketId>;

export const EntryId = z.uuid().brand<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;

export const ContactId = z.uuid().brand<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;

export const AgentId = z.uuid().brand<'AgentId'>();
export type AgentId = z.infer<typeof AgentId>;

/** `sha256:<64 hex>`: names bytes in the blob store by what they are. */
export const BlobRef = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .brand<'BlobRef'>();
export type BlobRef = z.infer<typeof BlobRef>;
