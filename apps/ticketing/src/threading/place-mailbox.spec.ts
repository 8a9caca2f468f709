import { describe, expect, it } from '@jest/globals';
import { placeMailbox } from './place-mailbox.js';
import { message, type MessageFields } from './testing/message.js';
import type { ThreadableMessage } from './threadable-message.js';

/** Deterministic noise (Park-Miller). */
function makeRandom(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

/** `a b | c`: ids that share a ticket, whatever the tickets' names and the order of arrival. */
function partition(messages: readonly ThreadableMessage[]): string {
  const groups = new Map<string, string[]>();
  placeMailbox(messages).forEach(({ ticket }, at) => groups.set(ticket, [...(groups.get(ticket) ?? []), messages[at]!.messageId ?? '?']));
  return [...groups.values()]
    .map((ids) => [...new Set(ids)].sort().join(' '))
    .sort()
    .join(' | ');
}

function mailbox(...mails: readonly MessageFields[]): ThreadableMessage[] {
  return mails.map((fields) => message(fields));
}

/** Conversations of several people, with clients that write all references, only the parent, or all but In-Reply-To. */
function discussions(seed: number): ThreadableMessage[] {
  const random = makeRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const mails: ThreadableMessage[] = [];
  for (let thread = 0; thread < 4; thread += 1) {
    const people = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, n) => `p${n}.${thread}@x.example`);
    const written: { id: string; chain: string[]; from: string }[] = [];
    for (let n = 0; n < 1 + Math.floor(random() * 12); n += 1) {
      const parent = n === 0 ? null : pick(written);
      const id = `t${thread}n${n}@x`;
      const full = parent === null ? [] : [...parent.chain, parent.id];
      const refs = random() < 0.25 ? full.slice(-1) : full;
      const from = pick(people);
      written.push({ id, chain: refs, from });
      mails.push(message({ id, refs, from, to: parent === null ? [] : [parent.from], subject: `thing ${thread}` }));
    }
  }
  return mails;
}

/** What the ids alone connect, ids of mails that are not there included. */
function connected(messages: readonly ThreadableMessage[]): string {
  const groups: { ids: Set<string>; own: string[] }[] = [];
  for (const { messageId, references } of messages) {
    const ids = new Set([messageId!, ...references]);
    const touching = groups.filter((group) => [...ids].some((id) => group.ids.has(id)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    const all = [{ ids, own: [messageId!] }, ...touching];
    groups.push({ ids: new Set(all.flatMap((one) => [...one.ids])), own: all.flatMap((one) => one.own) });
  }
  return groups
    .map(({ own }) => own.sort().join(' '))
    .sort()
    .join(' | ');
}

describe('a mailbox', () => {
  it('falls into what its ids connect, in any order of arrival', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const mails = discussions(seed);
      const random = makeRandom(seed + 1_000);
      const missing = mails.filter(() => random() > 0.1);
      for (const some of [mails, missing]) {
        const wanted = connected(some);
        for (let turn = 0; turn < 4; turn += 1) expect(`${seed}: ${partition(shuffle(some, random))}`).toBe(`${seed}: ${wanted}`);
      }
    }
  });

  it('falls into what its ids connect where it names nobody at all, or one person only', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const random = makeRandom(seed);
      const from = random() < 0.5 ? null : 'ann@x.example';
      const mails = Array.from({ length: 2 + Math.floor(random() * 14) }, (_, n) => {
        const refs = Array.from({ length: Math.floor(random() * 4) }, () => `n${Math.floor(random() * 24)}@x`);
        return message({ id: `n${n}@x`, from, refs: [...new Set(refs)].filter((id) => id !== `n${n}@x`), subject: `thing ${n}` });
      });
      expect(`${seed}: ${partition(mails)}`).toBe(`${seed}: ${connected(mails)}`);
    }
  });

  it('is the same on a second reading', () => {
    const mails = discussions(7);
    expect(placeMailbox(mails)).toEqual(placeMailbox(mails));
  });

  it('never shows a stranger in a ticket without review', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const random = makeRandom(seed);
      const mails = discussions(seed);
      const together = [...mails];
      for (let n = 0; n < 6; n += 1) {
        // he has seen what he names: it is there before
        const at = Math.floor(random() * together.length);
        const named = together[Math.floor(random() * (at + 1))]!;
        const refs = random() < 0.5 ? [together[at]!.messageId!] : [named.messageId!, together[at]!.messageId!];
        const forged = message({ id: `forged${n}@evil`, from: `evil${n}@evil.example`, refs, subject: `Re: ${named.topic.bare}` });
        together.splice(at + 1 + Math.floor(random() * (together.length - at)), 0, forged);
      }
      const placed = placeMailbox(together);
      const genuine = new Set(placed.filter((_, at) => !together[at]!.messageId!.startsWith('forged')).map(({ ticket }) => ticket));
      placed.forEach(({ ticket, review }, at) => {
        if (together[at]!.messageId!.startsWith('forged') && genuine.has(ticket) && !review) {
          throw new Error(`seed ${seed}: ${together[at]!.messageId} is shown in a ticket of others`);
        }
      });
      expect(partitionOf(together, placed)).toBe(partitionOf(mails, placeMailbox(mails)));
    }
  });
});

function partitionOf(messages: readonly ThreadableMessage[], placed: ReturnType<typeof placeMailbox>): string {
  const groups = new Map<string, string[]>();
  placed.forEach(({ ticket }, at) => {
    const id = messages[at]!.messageId!;
    if (!id.startsWith('forged')) groups.set(ticket, [...(groups.get(ticket) ?? []), id]);
  });
  return [...groups.values()]
    .map((ids) => ids.sort().join(' '))
    .sort()
    .join(' | ');
}

describe('order of arrival', () => {
  const root = { id: 'root', from: 'ann@x.example', subject: 'Printer' };
  const answer = { id: 'answer', from: 'ann@x.example', refs: ['root'], subject: 'Re: Printer' };

  it('a parent that comes after its answers joins them', () => {
    expect(placeMailbox(mailbox(answer, root)).map(({ ticket, review }) => ({ ticket, review }))).toEqual([
      { ticket: 'ticket 1', review: false },
      { ticket: 'ticket 1', review: false },
    ]);
  });

  it("a stranger's answer that comes before the mail it answers casts no doubt on that mail", () => {
    const [early, late] = placeMailbox(mailbox({ ...answer, from: 'bob@x.example' }, root));
    expect(late!.decision).toMatchObject({ rule: 'new', review: false, links: [{ from: 'ticket 1', to: 'ticket 2', safe: false }] });
    expect([early!.review, late!.ticket === early!.ticket]).toEqual([true, true]);
  });

  it('a late mail that names two tickets of its sender makes them one', () => {
    const one = { id: 'one', from: 'ann@x.example', refs: ['lost'] };
    const two = { id: 'two', from: 'ann@x.example' };
    const bridge = { id: 'three', from: 'ann@x.example', refs: ['lost', 'two'] };
    const placed = placeMailbox(mailbox(one, two, bridge));
    expect(new Set(placed.map(({ ticket }) => ticket)).size).toBe(1);
    expect(placed.map(({ review }) => review)).toEqual([false, false, false]);
  });

  it('an answer without ids finds its mail, before or after it, if it knows somebody there', () => {
    const orphan = { id: 'orphan', from: 'bob@x.example', to: ['ann@x.example'], subject: '回复：Printer' };
    const asked = { ...root, to: ['bob@x.example'], occurredAt: new Date('2026-03-02T08:00:00Z') };
    expect(partition(mailbox(asked, orphan))).toBe('orphan root');
    expect(partition(mailbox(orphan, asked))).toBe('orphan root');
    expect(partition(mailbox({ ...asked, to: [], from: 'eve@x.example' }, orphan))).toBe('orphan | root');
  });

  it('an unseen ancestor keeps mails together, of one sender or of two; naming a seen mail as well asks for a part in the ticket', () => {
    const first = { id: 'a', from: 'ann@x.example', refs: ['unseen'] };
    expect(placeMailbox(mailbox(first, { ...first, id: 'b' }))[1]).toMatchObject({ ticket: 'ticket 1', review: false });
    const other = { ...first, id: 'b', from: 'bob@x.example' };
    expect(placeMailbox(mailbox(first, other))[1]).toMatchObject({ ticket: 'ticket 1', review: false });
    expect(placeMailbox(mailbox(first, { ...other, refs: ['unseen', 'a'] }))[1]).toMatchObject({ ticket: 'ticket 1', review: true });
    expect(placeMailbox(mailbox(first, { ...other, refs: ['a', 'unseen'] }))[1]).toMatchObject({ ticket: 'ticket 1', review: true });
  });

  it("a stranger's later mails about his own join his own", () => {
    const stranger = { from: 'eve@evil.example' };
    const placed = placeMailbox(mailbox(root, { ...stranger, id: 'e1', refs: ['root'] }, { ...stranger, id: 'e2', refs: ['e1'] }));
    expect(placed[2]!.decision).toMatchObject({ rule: 'reference', review: false, ticket: { kind: 'existing', ticketId: 'ticket 2' } });
    expect(placed[2]!.review).toBe(true);
  });
});
