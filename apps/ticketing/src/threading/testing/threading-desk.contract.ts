import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '#contracts';
import { inbound } from './inbound.js';

/** Where a message ended. */
export interface Place {
  readonly ticketId: string;
  readonly rule: string;
  readonly review: boolean;
  /** Set exactly when `review`. */
  readonly suggestedTicketId: string | null;
}

/** A desk that takes messages in and remembers: in memory, or over SQL. */
export interface ThreadingDesk {
  /** One batch. Places in the order given. */
  take(...messages: readonly InboundMessage[]): Promise<Place[]>;
  close(): Promise<void>;
}

/**
 * What threading knows must be the same wherever it is kept. Each case is taken message by message, so that all facts come from the
 * store, and once more as one batch, so that they come from the batch itself. All share one desk: names are made unique.
 */
export function describeThreadingDesk(name: string, open: () => Promise<ThreadingDesk>): void {
  describe(`threading over ${name}`, () => {
    let desk: ThreadingDesk;
    beforeAll(async () => {
      desk = await open();
    });
    afterAll(() => desk.close());

    const apart = async (messages: readonly InboundMessage[]) => {
      const places: Place[] = [];
      for (const message of messages) places.push(...(await desk.take(message)));
      return places;
    };
    const inOneBatch = (messages: readonly InboundMessage[]) => desk.take(...messages);

    /** `1 reference`, `2 reference review 1`: tickets by the order in which they appear. */
    const tell = (places: readonly Place[]) => {
      const names = new Map<string, number>();
      const nameOf = (id: string) => names.get(id) ?? names.set(id, names.size + 1).get(id)!;
      return places.map(({ ticketId, rule, review, suggestedTicketId }) => {
        const ticket = nameOf(ticketId);
        return `${ticket} ${rule}${review ? ` review ${nameOf(suggestedTicketId!)}` : ''}`;
      });
    };

    const CASES: Record<string, { mails: (u: string) => InboundMessage[]; places: string[] }> = {
      'an answer by reference, also when the subject changed': {
        mails: (u) => [inbound({ id: `1${u}`, from: `a${u}` }), inbound({ from: `a${u}`, refs: [`1${u}`], subject: 'Quite new' })],
        places: ['1 new', '1 reference'],
      },
      'a parent that comes after its answer': {
        mails: (u) => [inbound({ from: `a${u}`, refs: [`1${u}`] }), inbound({ id: `1${u}`, from: `a${u}` })],
        places: ['1 new', '1 reference'],
      },
      'an ancestor that nobody saw': {
        mails: (u) => [
          inbound({ from: `a${u}`, refs: [`0${u}`] }),
          inbound({ from: `a${u}`, refs: [`0${u}`] }),
          inbound({ from: `b${u}`, refs: [`0${u}`] }),
        ],
        places: ['1 new', '1 reference', '1 reference'],
      },
      'a stranger, and his own later mails': {
        mails: (u) => [
          inbound({ id: `1${u}`, from: `a${u}` }),
          inbound({ id: `2${u}`, from: `b${u}`, refs: [`1${u}`] }),
          inbound({ from: `b${u}`, refs: [`2${u}`] }),
          inbound({ from: `b${u}`, refs: [`2${u}`, `1${u}`] }),
        ],
        places: ['1 new', '2 reference review 1', '2 reference', '2 reference review 1'],
      },
      'being cc’d makes nobody a participant': {
        mails: (u) => [inbound({ id: `1${u}`, from: `a${u}`, cc: [`c${u}`] }), inbound({ from: `c${u}`, refs: [`1${u}`] })],
        places: ['1 new', '2 reference review 1'],
      },
      'being cc’d by the contact himself, who is proven, makes a participant': {
        mails: (u) => [
          inbound({ id: `1${u}`, from: `a${u}`, cc: [`c${u}`], verified: true }),
          inbound({ id: `2${u}`, from: `c${u}`, cc: [`d${u}`], refs: [`1${u}`], verified: true }),
          inbound({ from: `d${u}`, refs: [`1${u}`] }),
          inbound({ from: `c${u}`, refs: [`2${u}`] }),
        ],
        places: ['1 new', '1 reference', '2 reference review 1', '1 reference'],
      },
      'an agent who answers elsewhere, and whom she writes to takes part': {
        mails: (u) => [
          inbound({ id: `1${u}`, from: `a${u}` }),
          inbound({ id: `2${u}`, from: `agent${u}`, echo: true, cc: [`a${u}`, `boss${u}`], refs: [`1${u}`] }),
          inbound({ from: `boss${u}`, refs: [`2${u}`] }),
          inbound({ from: `s${u}`, refs: [`2${u}`] }),
          // Who only pretends to be the agent is a stranger.
          inbound({ from: `agent${u}`, refs: [`2${u}`] }),
        ],
        places: ['1 new', '1 reference', '1 reference', '2 reference review 1', '3 reference review 1'],
      },
      'an agent who writes first, elsewhere': {
        mails: (u) => [
          inbound({ id: `1${u}`, from: `agent${u}`, echo: true, cc: [`a${u}`], subject: `Even ${u}` }),
          inbound({ from: `a${u}`, refs: [`1${u}`] }),
          inbound({ from: `s${u}`, refs: [`1${u}`] }),
          inbound({ from: `agent${u}`, echo: true, cc: [`a${u}`], subject: `Re: Even ${u}` }),
        ],
        places: ['1 new', '1 reference', '2 reference review 1', '1 subject-fallback'],
      },
      'an answer that lost its ids': {
        mails: (u) => [
          inbound({ from: `a${u}`, cc: [`c${u}`], subject: `Odd ${u}` }),
          inbound({ from: `a${u}`, subject: `回复：Odd ${u}` }),
          inbound({ from: `c${u}`, subject: `AW: odd ${u}` }),
          inbound({ from: `s${u}`, subject: `Re: Odd ${u}` }),
          inbound({ from: `a${u}`, subject: `Odd ${u}` }),
        ],
        places: ['1 new', '1 subject-fallback', '2 subject-fallback review 1', '3 new', '4 new'],
      },
      'the same mail in two inboxes': {
        mails: (u) => [inbound({ id: `1${u}`, from: `a${u}` }), inbound({ id: `1${u}`, from: `a${u}`, inbox: 'sales' })],
        places: ['1 new', '1 same-message'],
      },
      'other words under a known id': {
        mails: (u) => [
          inbound({ id: `1${u}`, from: `a${u}` }),
          inbound({ id: `1${u}`, from: `a${u}`, text: 'Other words' }),
          inbound({ id: `1${u}`, from: `e${u}`, text: 'Evil words' }),
        ],
        places: ['1 new', '1 reference', '2 reference review 1'],
      },
      'a chat that goes on': {
        mails: (u) => [
          inbound({ id: `1${u}`, from: `v${u}`, chat: `chat${u}` }),
          inbound({ id: `2${u}`, from: `v${u}`, chat: `chat${u}` }),
          inbound({ id: `3${u}`, from: `w${u}`, chat: `other${u}` }),
        ],
        places: ['1 new', '1 conversation', '2 new'],
      },
    };

    it.each(Object.keys(CASES))('%s', async (title) => {
      const { mails, places } = CASES[title]!;
      expect(tell(await apart(mails(`-${randomUUID()}@x.example`)))).toEqual(places);
      expect(tell(await inOneBatch(mails(`-${randomUUID()}@x.example`)))).toEqual(places);
    });
  });
}
