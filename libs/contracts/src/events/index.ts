import { InboundMessage } from '../message/inbound-message.js';
import { ConnectorStateChanged } from './connector.js';
import { DeliveryChanged } from './delivery.js';
import { InboxFetched, InboxFetchRequested, InboxListed, InboxListingRequested, InboxSwitchRequested } from './inboxes.js';
import { ContactEvent, InboxGap, MediaReady, MessageParked, MessageRecalled } from './inbound.js';
import { ConversationErased, ConversationStateChanged, ReplyRecallRequested, ReplyRequested } from './outbound.js';
import {
  TicketAssigned,
  TicketChanged,
  TicketClockChanged,
  TicketRinging,
  TicketEntryAdded,
  TicketEntryChanged,
  TicketEscalated,
  TicketMerged,
  TicketOpened,
  TicketRated,
  TicketStatusChanged,
} from './tickets.js';

/** Every event that crosses the middle: type → schema of its `data`. */
export const EventSchemas = {
  'message.received.v1': InboundMessage,
  'message.edited.v1': InboundMessage,
  'message.recalled.v1': MessageRecalled,
  'media.ready.v1': MediaReady,
  'contact.event.v1': ContactEvent,
  'inbox.gap.v1': InboxGap,
  'message.parked.v1': MessageParked,
  'reply.requested.v1': ReplyRequested,
  'reply.recall_requested.v1': ReplyRecallRequested,
  'conversation.state_changed.v1': ConversationStateChanged,
  'conversation.erased.v1': ConversationErased,
  'message.delivery_changed.v1': DeliveryChanged,
  'connector.state_changed.v1': ConnectorStateChanged,
  'inbox.switch_requested.v1': InboxSwitchRequested,
  'inbox.listing_requested.v1': InboxListingRequested,
  'inbox.listed.v1': InboxListed,
  'inbox.fetch_requested.v1': InboxFetchRequested,
  'inbox.fetched.v1': InboxFetched,
  'ticket.opened.v1': TicketOpened,
  'ticket.entry_added.v1': TicketEntryAdded,
  'ticket.entry_changed.v1': TicketEntryChanged,
  'ticket.ringing.v1': TicketRinging,
  'ticket.assigned.v1': TicketAssigned,
  'ticket.changed.v1': TicketChanged,
  'ticket.clock_changed.v1': TicketClockChanged,
  'ticket.status_changed.v1': TicketStatusChanged,
  'ticket.escalated.v1': TicketEscalated,
  'ticket.merged.v1': TicketMerged,
  'ticket.rated.v1': TicketRated,
} as const;
export type EventType = keyof typeof EventSchemas;
/** What a reader gets. */
export type EventData<T extends EventType> = import('zod').infer<(typeof EventSchemas)[T]>;
/** What a writer may give: of a message also the terse form. */
export type EventInput<T extends EventType> = import('zod').input<(typeof EventSchemas)[T]>;

export * from './connector.js';
export * from './delivery.js';
export * from './inbound.js';
export * from './inboxes.js';
export * from './outbound.js';
export * from './state-reason.js';
export * from './tickets.js';
