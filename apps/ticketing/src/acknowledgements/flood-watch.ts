import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import type { LockedTickets } from '../intake/batch-plan.js';
import type { ResolvedMessage } from '../intake/batch-resolver.js';
import type { StoredMessage } from '../intake/intake-item.js';
import { dayIn } from '../numbering/ticket-number.js';
import type { NumberUntold } from '../tickets/ticket-draft.js';
import { timeOfOrderedId } from '../tickets/ordered-id.js';
import { countQuarantined, grantAcknowledgements, refuseAcknowledgement, refuseAutomaticAnswer } from './acknowledgement-rules.js';
import { AcknowledgementWays } from './acknowledgement-ways.js';
import { AddressActivityRepository } from './address-activity.repository.js';
import type { ActivityCount } from './address-activity.repository.js';
import { domainKey, mailboxKey, type Proof, questionKey, toProof } from './address-groups.js';
import type { Verdict } from './verdict.js';

/** Entries a thread has before its further messages are counted: nobody writes so many. */
const LONG_THREAD = 100;
/** How long somebody is a stranger. */
const STRANGER_MS = 86_400_000;

interface Group {
  /** Messages that no person awaits: they open a ticket, or come to one that is flooded. */
  readonly unthreaded: ResolvedMessage[];
  readonly wanting: ResolvedMessage[];
  /** Who cannot be told the number by the way that is set up for it. */
  readonly untold: Map<ResolvedMessage, NumberUntold>;
  answeredFast: boolean;
}

/** Decides which messages of a batch are part of a flood, who is told the number of his ticket at once, and whose question is answered. Counts are right over all processes. */
@Injectable()
export class FloodWatch {
  constructor(
    private readonly activity: AddressActivityRepository,
    private readonly inboxes: InboxDirectory,
    private readonly ways: AcknowledgementWays,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What is not in the answer is `CALM`. `openers`: the first message of each ticket that the batch opens. */
  async judge(
    transaction: Transaction,
    messages: readonly ResolvedMessage[],
    locked: LockedTickets,
    openers: readonly ResolvedMessage[],
    now: Date,
  ): Promise<ReadonlyMap<ResolvedMessage, Verdict>> {
    const mailboxes = await this.sortByMailbox(messages, locked, new Set(openers), now);
    const domains = sortByDomain(mailboxes, now);
    const day = dayIn(this.settings.deskSettings.timeZone, now);
    // One after the other: while the batch holds rows of this table it waits for nobody else's statement on it.
    const domainsCounted = await this.activity.countDomains([...domains].map(toDomainCount), day, now);
    const questions = await this.sortQuestions(messages);
    const counted = await this.activity.count(
      transaction,
      [...[...mailboxes].map(toCount), ...[...questions].map(toQuestionCount)],
      day,
      now,
    );
    const flood = new Set<ResolvedMessage>();
    const granted = new Set<ResolvedMessage>();
    const { perAddressPerDay, questionsPerAddressPerDay, strangersPerDomainPerDay } = this.settings.acknowledgements;
    const { perAddressPerHour, strangersPerDomainPerHour } = this.settings.quarantine;
    const untold = new Map([...mailboxes.values()].flatMap((group) => [...group.untold]));
    for (const [key, { unthreaded, wanting }] of mailboxes) {
      const known = counted.get(key)!;
      for (const one of lastOf(unthreaded, countQuarantined(unthreaded.length, known, perAddressPerHour, now))) flood.add(one);
      const most = grantAcknowledgements(wanting.length, known, perAddressPerDay);
      for (const one of wanting.slice(0, most)) granted.add(one);
      for (const one of wanting.slice(most).filter(({ item }) => !item.message.replyWindow.open)) untold.set(one, 'limit_reached');
    }
    for (const [key, strangers] of domains) {
      const known = domainsCounted.get(key)!;
      for (const { unthreaded } of lastOf(strangers, countQuarantined(strangers.length, known, strangersPerDomainPerHour, now)))
        for (const one of unthreaded) flood.add(one);
      const wanting = strangers.filter(isWanting);
      for (const stranger of wanting.slice(grantAcknowledgements(wanting.length, known, strangersPerDomainPerDay)))
        for (const one of stranger.wanting) granted.delete(one);
    }
    const answered = [...questions].flatMap(([key, asked]) =>
      asked.slice(0, grantAcknowledgements(asked.length, counted.get(key)!, questionsPerAddressPerDay)),
    );
    return toVerdicts(mailboxes, { flood, granted, answered, untold });
  }

  private async sortQuestions(messages: readonly ResolvedMessage[]): Promise<Map<string, ResolvedMessage[]>> {
    const groups = new Map<string, ResolvedMessage[]>();
    for (const resolved of messages) {
      const { message } = resolved.item;
      if (message.handling?.asks === undefined || resolved.threadable.fromDesk || refuseAutomaticAnswer(message) !== null) continue;
      if (!(await this.inboxes.canSend(message.inbox.id))) continue;
      const key = questionKey(message.sender.identities[0]!, proofOf(resolved));
      groups.set(key, [...(groups.get(key) ?? []), resolved]);
    }
    return groups;
  }

  private async sortByMailbox(
    messages: readonly ResolvedMessage[],
    locked: LockedTickets,
    openers: ReadonlySet<ResolvedMessage>,
    now: Date,
  ): Promise<Map<string, Group>> {
    const groups = new Map<string, Group>();
    for (const resolved of messages) {
      const { message } = resolved.item;
      if (message.direction !== 'inbound' || message.flags.historical === true || resolved.decision.folded) continue;
      const ticket = locked.get(resolved.decision.ticket.ticketId);
      const opens = openers.has(resolved);
      const answeredFast = ticket !== undefined && this.isFastAnswer(ticket.numberTold, now);
      const unthreaded = opens || ticket === undefined || ticket.quarantined || ticket.lastSeq >= LONG_THREAD;
      if (!unthreaded && !answeredFast) continue;
      const group = at(groups, mailboxKey(message.sender.identities[0]!, proofOf(resolved)));
      group.answeredFast ||= answeredFast;
      if (unthreaded) group.unthreaded.push(resolved);
      const wants =
        opens &&
        !resolved.threadable.fromDesk &&
        refuseAcknowledgement(message, resolved.namesOurs, this.ways.leadElsewhere(message.inbox.id)) === null;
      const way = wants ? await this.ways.find(toAsked(message)) : null;
      if (typeof way === 'string') group.untold.set(resolved, way);
      else if (way !== null) group.wanting.push(resolved);
    }
    return groups;
  }

  private isFastAnswer(told: { how: string; at: string } | null, now: Date): boolean {
    if (told === null || told.how !== 'acknowledgement') return false;
    return now.getTime() - Date.parse(told.at) < this.settings.acknowledgements.silenceAfterAutoReplyMs;
  }
}

/** Counted apart, for anybody can write an address: a flood in somebody's name spends nothing of what he himself has, nor of what his domain has. */
function proofOf({ threadable: { verified, checksFailed } }: ResolvedMessage): Proof {
  return toProof(verified, checksFailed);
}

/**
 * Mailboxes of people of whom nobody had heard a day ago, by who makes their addresses. Each counts once a batch, however much it brings: one
 * loud address must not spend what all others of its domain have.
 */
function sortByDomain(mailboxes: ReadonlyMap<string, Group>, now: Date): Map<string, Group[]> {
  const domains = new Map<string, Group[]>();
  for (const group of mailboxes.values()) {
    const [first] = group.unthreaded;
    if (first === undefined || now.getTime() - timeOfOrderedId(first.contactId) > STRANGER_MS) continue;
    const domain = domainKey(first.item.message.sender.identities[0]!, proofOf(first));
    if (domain === null) continue;
    const known = domains.get(domain);
    if (known === undefined) domains.set(domain, [group]);
    else known.push(group);
  }
  return domains;
}

interface Judged {
  readonly flood: ReadonlySet<ResolvedMessage>;
  readonly granted: ReadonlySet<ResolvedMessage>;
  readonly answered: readonly ResolvedMessage[];
  readonly untold: ReadonlyMap<ResolvedMessage, NumberUntold>;
}

function toVerdicts(mailboxes: ReadonlyMap<string, Group>, { flood, granted, answered, untold }: Judged): Map<ResolvedMessage, Verdict> {
  const verdicts = new Map<ResolvedMessage, Verdict>();
  for (const [one, reason] of untold) verdicts.set(one, { quarantined: false, acknowledgement: 'none', untold: reason });
  for (const { wanting } of mailboxes.values())
    for (const one of wanting) {
      if (flood.has(one)) verdicts.set(one, { quarantined: true, acknowledgement: 'held' });
      else if (granted.has(one)) verdicts.set(one, { quarantined: false, acknowledgement: 'sent' });
    }
  for (const one of flood) if (verdicts.get(one)?.quarantined !== true) verdicts.set(one, { quarantined: true, acknowledgement: 'none' });
  for (const one of answered) if (!flood.has(one)) verdicts.set(one, { quarantined: false, acknowledgement: 'none', answered: true });
  return verdicts;
}

function toAsked({ inbox, sender, replyTo, replyWindow }: StoredMessage) {
  const from = sender.identities[0]!;
  return { inboxId: inbox.id as string, channel: inbox.channel, from, replyTo: replyTo?.[0], open: replyWindow.open };
}

function at(groups: Map<string, Group>, key: string): Group {
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = { unthreaded: [], wanting: [], untold: new Map(), answeredFast: false }));
  return group;
}

function toCount([key, { unthreaded, wanting, answeredFast }]: [string, Group]): ActivityCount {
  return { key, wanted: wanting.length, unthreaded: unthreaded.length, answeredFast };
}

function toQuestionCount([key, asked]: [string, readonly ResolvedMessage[]]): ActivityCount {
  return { key, wanted: asked.length, unthreaded: 0, answeredFast: false };
}

function toDomainCount([key, strangers]: [string, readonly Group[]]): ActivityCount {
  return { key, wanted: strangers.filter(isWanting).length, unthreaded: strangers.length, answeredFast: false };
}

function isWanting({ wanting }: Group): boolean {
  return wanting.length > 0;
}

function lastOf<T>(items: readonly T[], count: number): readonly T[] {
  return count === 0 ? [] : items.slice(-count);
}
