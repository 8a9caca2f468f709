import type { Conversation } from './load.js';
import type { StoredEntry, StoredTicket } from './stored-desk.js';

export interface Verdict {
  readonly name: string;
  readonly faults: string[];
}

/** Holds what the senders know (a 250 for each mail, in this order) against what the desk shows. */
export function judge(
  conversations: readonly Conversation[],
  desk: readonly StoredTicket[],
  sent: ReadonlyMap<string, number>,
  outgoingPending: number,
  nameOf: (entry: StoredEntry) => string | null,
): Verdict[] {
  const places = new Map<string, { ticket: StoredTicket; seq: number }[]>();
  for (const ticket of desk)
    for (const entry of ticket.entries)
      if (entry.direction === 'inbound') {
        const name = nameOf(entry);
        if (name !== null) places.set(name, [...(places.get(name) ?? []), { ticket, seq: entry.seq }]);
      }
  const accepted = conversations.flatMap((conversation) => conversation.accepted);
  const known = new Set(accepted);
  return [
    { name: 'no accepted mail is lost', faults: accepted.filter((id) => !places.has(id)) },
    {
      name: 'no mail is doubled',
      faults: [...places].filter(([, found]) => found.length > 1).map(([id, found]) => `${id} ×${found.length}`),
    },
    { name: 'no mail is there that nobody sent', faults: [...places.keys()].filter((id) => !known.has(id)) },
    { name: 'order per conversation is kept', faults: conversations.flatMap((conversation) => findDisorder(conversation, places)) },
    { name: 'no conversation is split', faults: conversations.flatMap((conversation) => findSplit(conversation, places)) },
    { name: 'no number is used twice', faults: findRepeated(desk.map((ticket) => ticket.number)) },
    { name: 'entries are numbered without a hole', faults: desk.filter(hasHole).map((ticket) => ticket.number) },
    { name: 'no mail of ours went out twice', faults: [...sent].filter(([, times]) => times > 1).map(([id, times]) => `${id} ×${times}`) },
    {
      name: 'nothing of ours is still waiting',
      faults: outgoingPending > 0 ? [`${outgoingPending} replies neither sent, failed nor unknown`] : [],
    },
  ];
}

function findDisorder(conversation: Conversation, places: ReadonlyMap<string, { seq: number }[]>): string[] {
  if (conversation.apart === true) return [];
  const seqs = conversation.accepted.map((id) => places.get(id)?.[0]?.seq ?? -1).filter((seq) => seq >= 0);
  return seqs.every((seq, index) => index === 0 || seq > seqs[index - 1]!) ? [] : [`${conversation.customer}: ${seqs.join(', ')}`];
}

function findSplit(conversation: Conversation, places: ReadonlyMap<string, { ticket: StoredTicket }[]>): string[] {
  if (conversation.apart === true) return [];
  const tickets = new Set(conversation.accepted.flatMap((id) => (places.get(id) ?? []).map(({ ticket }) => ticket.number)));
  return tickets.size > 1 ? [`${conversation.customer}: ${[...tickets].join(', ')}`] : [];
}

function findRepeated(numbers: readonly string[]): string[] {
  return numbers.filter((number, index) => numbers.indexOf(number) !== index);
}

function hasHole(ticket: StoredTicket): boolean {
  const seqs = ticket.entries.map((entry) => entry.seq).sort((a, b) => a - b);
  return seqs.some((seq, index) => seq !== index + 1);
}
