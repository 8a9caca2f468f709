import { Injectable } from '@nestjs/common';
import { canonicalMailAddress } from '#contracts';
import type { InboundMessage } from '#contracts';
import type { Transaction } from '#database';
import { AgentDirectory } from '../agents/agent-directory.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { ProvedTogether } from '../contacts/proved-together.js';
import { tellsOfConversation } from '../conversations/conversation-event.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { TokenReader } from '../replies/token-reader.js';
import {
  collectClaims,
  DeskFacts,
  findNeeds,
  haveFailed,
  identityKey,
  namesOurs,
  nameTickets,
  resolveThread,
  settleClaims,
  toThreadableMessage,
} from '../threading/index.js';
import type { ClaimPlan, LoadedFacts, PersonKey, SettledClaim, ThreadableMessage, ThreadDecision } from '../threading/index.js';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { SurveyReplies } from '../surveys/survey-replies.js';
import { findDoubts } from './find-doubts.js';
import type { MessageItem } from './intake-item.js';
import { MessageClaimRepository } from './message-claim.repository.js';
import { SqlThreadFactsSource } from './sql-thread-facts.js';

/** Who stands on the customer's side of a message. */
export interface ResolvedSender {
  readonly contactId: string;
  readonly threadable: ThreadableMessage;
}

/** A new message with all that decides where it goes. */
export interface ResolvedMessage extends ResolvedSender {
  readonly item: MessageItem;
  readonly decision: ThreadDecision;
  /** Another message has the same id and other words. */
  readonly possibleDuplicate: boolean;
  /** It names a token, a ticket or a mail of ours: its sender has the number. */
  readonly namesOurs: boolean;
  /** What a person should know before he trusts it. */
  readonly doubts: readonly string[];
}

export interface ResolvedBatch {
  readonly messages: readonly ResolvedMessage[];
  /** Claims whose ticket or entry turned out otherwise than they were inserted with. */
  readonly unsettled: readonly SettledClaim[];
  /** By entry id: who a newer state of a known entry is from, where it names him for the first time. */
  readonly named: ReadonlyMap<string, ResolvedSender>;
}

/** From messages to decisions: contacts, then claims, then what is known, then threading, in the order that keeps two processes apart. */
@Injectable()
export class BatchResolver {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly together: ProvedTogether,
    private readonly claims: MessageClaimRepository,
    private readonly tokens: TokenReader,
    private readonly inboxes: InboxDirectory,
    private readonly agents: AgentDirectory,
    private readonly surveys: SurveyReplies,
  ) {}

  /** `naming`: newer states of known entries, of which only the senders are looked for. */
  async resolve(
    transaction: Transaction,
    fresh: readonly MessageItem[],
    naming: readonly MessageItem[],
    now: Date,
  ): Promise<ResolvedBatch> {
    const items = await this.surveys.mark(transaction, fresh, now);
    const all = [...items, ...naming];
    if (all.length === 0) return { messages: [], unsettled: [], named: new Map() };
    const [addresses, agents] = await Promise.all([this.inboxes.addresses(), this.agents.addresses()]);
    const senders = all.map((item) => counterpartOf(item, addresses));
    const known = await this.contacts.resolveSenders(transaction, senders, now, all.map(wroteAt));
    const contactIds = await this.together.join(transaction, senders, known, now);
    const tokens = await this.tokens.read(
      transaction,
      all.map(({ message }) => message.threading.token),
      now,
    );
    const threadables = all.map(({ message }, index) =>
      toThreadableMessage(message as InboundMessage, {
        contactId: message.direction === 'echo' ? null : contactIds[index]!,
        token: tokens[index]!,
        aboutConversation: message.surveyRequest !== undefined || tellsOfConversation(message.parts),
        ownAddresses: ownAmong(message as InboundMessage, addresses),
      }),
    );
    const senderAt = (index: number) => ({ contactId: contactIds[index]!, threadable: threadables[index]! });
    const named = new Map(naming.map(({ message }, index) => [message.id as string, senderAt(items.length + index)]));
    if (items.length === 0) return { messages: [], unsettled: [], named };
    const messages = threadables.slice(0, items.length);
    const newTicketId = () => makeOrderedId(now);
    const plan = collectClaims(messages, newTicketId);
    const won = await this.claims.insert(transaction, plan.claims);
    const loaded = await new SqlThreadFactsSource(transaction, won).load(findNeeds(messages));
    const facts = new DeskFacts(nameTickets(plan.candidates, newTicketId), loaded);
    const resolved: ResolvedMessage[] = [];
    for (const [index, item] of items.entries()) {
      const threadable = messages[index]!;
      const possibleDuplicate = isTaken(threadable, facts);
      const decision = resolveThread(threadable, facts);
      const ours = namesOurs(threadable, facts);
      facts.record(threadable, decision);
      const duplicate = possibleDuplicate && decision.rule !== 'same-message';
      const doubts = findDoubts(item.message, threadable, decision, agents);
      resolved.push({ item, contactId: contactIds[index]!, threadable, decision, possibleDuplicate: duplicate, namesOurs: ours, doubts });
    }
    return { messages: resolved, unsettled: findUnsettled(plan, won, loaded, resolved), named };
  }
}

/**
 * When the sender surely wrote, for a mail from an address shows that there is somebody: by his clock or ours, whichever is earlier, so that neither a
 * wrong clock nor a long way lets a mail from before a report speak against it. A report in its name, what is forged, and what lay in an old mailbox
 * show nothing.
 */
function wroteAt({ message }: MessageItem): Date | null {
  const { direction, flags, checks, occurredAt, occurredPrecision, receivedAt } = message;
  if (direction !== 'inbound' || flags.bounce === true || flags.spam === true || flags.historical === true || haveFailed(checks))
    return null;
  const written = Date.parse(occurredAt) + (occurredPrecision === 's' ? 999 : 0);
  return new Date(Math.min(written, Date.parse(receivedAt)));
}

/** Where an agent answered elsewhere, the person of the ticket is whom he wrote to. */
function counterpartOf({ message }: MessageItem, own: ReadonlySet<string>): InboundMessage['sender'] {
  if (message.direction !== 'echo') return message.sender;
  const recipient = message.recipients.find(({ identity }) => !own.has(canonicalMailAddress(identity.value))) ?? message.recipients[0];
  if (recipient === undefined) return message.sender;
  const { displayName, identity } = recipient;
  return { role: 'customer', identities: [identity], ...(displayName === undefined ? {} : { displayName }) };
}

function ownAmong(message: InboundMessage, addresses: ReadonlySet<string>): Set<PersonKey> {
  const identities = [...message.recipients.map((recipient) => recipient.identity), ...message.sender.identities];
  return new Set(identities.filter(({ value }) => addresses.has(canonicalMailAddress(value))).map(identityKey));
}

function isTaken({ messageId, print }: ThreadableMessage, facts: DeskFacts): boolean {
  if (messageId === null || facts.copyOf(messageId, print) !== null) return false;
  const state = facts.holderOf(messageId)?.state;
  return state === 'seen' || state === 'ours';
}

/** An entry's own id leads to where the entry is, whatever ticket its claim was made for: only the others need settling. */
function findUnsettled(
  plan: ClaimPlan,
  won: ReadonlySet<string>,
  loaded: LoadedFacts,
  resolved: readonly ResolvedMessage[],
): SettledClaim[] {
  const unseen = new Set([...loaded.holders].filter(([, holder]) => holder.state === 'unseen').map(([id]) => id));
  const decisions = new Map(resolved.map(({ threadable, decision }) => [threadable.ref, decision]));
  const inserted = new Map(plan.claims.map((claim) => [claim.messageId, claim]));
  const messages = resolved.map(({ threadable }) => threadable);
  return settleClaims(plan, won, unseen, messages, decisions).filter(
    ({ messageId, ticketId, own }) => !won.has(messageId) || (own === null && inserted.get(messageId)?.candidateTicketId !== ticketId),
  );
}
