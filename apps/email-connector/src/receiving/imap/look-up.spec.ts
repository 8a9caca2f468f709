import { describe, expect, it } from '@jest/globals';
import type { ImapFlow } from 'imapflow';
import { findFirstSince, lookUp } from './look-up.js';

/** A folder whose session learns of mails only at a NOOP, as servers may do. */
function startSlowSession(seen: number[], later: number[]) {
  let noops = 0;
  const client = {
    noop: () => {
      noops += 1;
      seen.push(...later.splice(0));
      return Promise.resolve();
    },
    async *fetch(range: string) {
      const [from, to] = range.split(':').map(Number) as [number, number];
      const found = seen.filter((uid) => uid >= from && uid <= to);
      // RFC 3501 §6.4.8: a range beyond the end means the last message.
      for (const uid of found.length > 0 ? found : seen.slice(-1)) {
        await Promise.resolve();
        yield { uid, internalDate: new Date(0) };
      }
    },
  } as unknown as ImapFlow;
  return { client, noops: () => noops };
}

const uidsOf = (summaries: readonly { uid: number }[]) => summaries.map(({ uid }) => uid);

describe('looking a range up', () => {
  it('does not take for gone what the session had not seen yet', async () => {
    const { client } = startSlowSession([8, 9], [10]);
    const { present, gone } = await lookUp(client, { from: 8, to: 11 }, 1);
    expect(uidsOf(present)).toEqual([8, 9, 10]);
    expect(gone).toEqual([{ from: 11, to: 11 }]);
  });

  it('asks once when nothing is missing', async () => {
    const { client, noops } = startSlowSession([8, 9], []);
    expect((await lookUp(client, { from: 8, to: 9 }, 1)).gone).toEqual([]);
    expect(noops()).toBe(0);
  });

  it('leaves out the last message that a server answers an empty range with', async () => {
    const { client } = startSlowSession([7], []);
    expect(await lookUp(client, { from: 8, to: 8 }, 8)).toEqual({ present: [], gone: [{ from: 8, to: 8 }] });
  });

  it('misses nothing that was away before the folder was first looked at', async () => {
    const { client } = startSlowSession([3, 9], []);
    expect((await lookUp(client, { from: 3, to: 9 }, 9)).gone).toEqual([]);
  });
});

describe('the first mail of a day', () => {
  const searching = (answer: number[] | false, asked: Date[] = []) =>
    ({ search: ({ since }: { since: Date }) => (asked.push(since), Promise.resolve(answer)) }) as unknown as ImapFlow;

  it('is looked for a day earlier, for the server has a time zone of its own', async () => {
    const asked: Date[] = [];
    expect(await findFirstSince(searching([9, 4], asked), new Date('2026-03-02T00:00:00Z'), 12)).toBe(4);
    expect(asked).toEqual([new Date('2026-03-01T00:00:00Z')]);
    expect(await findFirstSince(searching([]), new Date('2026-03-02T00:00:00Z'), 12)).toBe(12);
  });

  it('is not unknown because the server refused to search: that would skip all that is there', async () => {
    await expect(findFirstSince(searching(false), new Date(), 12)).rejects.toThrow(/SEARCH/);
  });
});
