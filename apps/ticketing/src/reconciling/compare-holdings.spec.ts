import { describe, expect, it } from '@jest/globals';
import { compareHoldings, type Standing } from './compare-holdings.js';

const held = (...refs: string[]) => refs.map((ref) => ({ ref }));
const known = (standings: Record<string, Standing>) => new Map(Object.entries(standings));

describe('what a remote holds beside what we have', () => {
  it('names what nobody here knows', () => {
    const { missing, remote } = compareHoldings(held('1', '2', '3'), [], known({ 1: 'ticketed', 3: 'ticketed' }));
    expect(missing).toEqual([{ ref: '2' }]);
    expect(remote).toBe(3);
  });

  it('finds nothing missing where each is here, whatever became of it', () => {
    const { missing, here } = compareHoldings(
      held('1', '2', '3', '4', '5'),
      [],
      known({ 1: 'ticketed', 2: 'ticketed', 3: 'duplicate', 4: 'not_fetched', 5: 'erased' }),
    );
    expect(missing).toEqual([]);
    expect(here).toEqual([
      { what: 'ticketed', count: 2 },
      { what: 'duplicate', count: 1 },
      { what: 'not_fetched', count: 1 },
      { what: 'erased', count: 1 },
    ]);
  });

  it('does not miss what is on its way: on the log, parked, dead, or not come to yet', () => {
    const { missing, waiting, here } = compareHoldings(
      [...held('1', '2', '3'), { ref: '4', because: 'not_yet' }],
      [],
      known({ 1: 'received', 2: 'parked', 3: 'dead_lettered' }),
    );
    expect(missing).toEqual([]);
    expect(here).toEqual([]);
    expect(waiting.map(({ what }) => what)).toEqual(['received', 'parked', 'dead_lettered', 'not_yet']);
  });

  it('leaves out what its connector leaves out, named or only counted', () => {
    const { missing, leftOut, remote } = compareHoldings(
      [{ ref: '1', because: 'own_answer' }, { ref: '2' }],
      [{ because: 'before_start', count: 40 }],
      known({}),
    );
    expect(missing).toEqual([{ ref: '2' }]);
    expect(leftOut).toEqual([
      { what: 'before_start', count: 40 },
      { what: 'own_answer', count: 1 },
    ]);
    expect(remote).toBe(42);
  });

  it('believes the ledger before the connector: what came while it listed is here', () => {
    const { waiting, here } = compareHoldings([{ ref: '1', because: 'not_yet' }], [], known({ 1: 'ticketed' }));
    expect(waiting).toEqual([]);
    expect(here).toEqual([{ what: 'ticketed', count: 1 }]);
  });

  it('counts a message once that was listed twice', () => {
    const { missing, remote } = compareHoldings(held('1', '1', '2', '2'), [], known({ 2: 'ticketed' }));
    expect(missing).toEqual([{ ref: '1' }]);
    expect(remote).toBe(2);
  });

  it('has nothing to say of an empty remote', () => {
    expect(compareHoldings([], [], known({ 1: 'ticketed' }))).toEqual({ remote: 0, here: [], waiting: [], leftOut: [], missing: [] });
  });
});
