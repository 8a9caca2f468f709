import { describe, expect, it } from '@jest/globals';
import type { InspectInput, InspectLine } from '#runtime';
import { inbound } from './threading/testing/inbound.js';
import { createThreadInspection, describeMailbox } from './threading.inspect.js';

const root = inbound({ id: 'root@x', from: 'ann@x' });
const answer = inbound({ id: 'answer@x', from: 'ann@x', refs: ['root@x'] });
const foreign = inbound({ id: 'foreign@x', from: 'eve@x', refs: ['root@x'] });

describe('inspect thread', () => {
  it('tells where each message is, or would be, and why', () => {
    expect(describeMailbox([root, answer, foreign])).toEqual([
      { index: 0, messageId: 'root@x', ticket: 1, rule: 'new', evidence: {}, score: 1, review: false, duplicateOf: null },
      {
        ...{ index: 1, messageId: 'answer@x', ticket: 1, rule: 'reference', score: 0.95, review: false, duplicateOf: null },
        evidence: { id: 'root@x', state: 'seen', standing: 'contact' },
      },
      {
        ...{ index: 2, messageId: 'foreign@x', ticket: 1, rule: 'reference', score: 0.5, review: true, duplicateOf: null },
        evidence: { id: 'root@x', state: 'seen', standing: 'none' },
      },
    ]);
  });

  it('shows a second delivery where the first is, and other words under the id as a message', () => {
    const words = inbound({ id: 'root@x', from: 'ann@x', text: 'Other words' });
    const told = describeMailbox([root, answer, root, words, root]);
    expect(told.map(({ duplicateOf, ticket }) => [duplicateOf, ticket])).toEqual([
      [null, 1],
      [null, 1],
      [0, 1],
      [null, 1],
      [0, 1],
    ]);
  });

  it('has no id for a message whose remote gave none', () => {
    expect(describeMailbox([inbound({ id: 'h:0123' })])[0]).toMatchObject({ messageId: null });
  });

  it('answers for each file in order, from a fresh desk each, and says what was wrong with one', async () => {
    let stopped = 0;
    const inspection = createThreadInspection(() => ({
      read: (file) => (file === 'bad' ? Promise.reject(new Error('line 3 is no JSON object')) : Promise.resolve([root, answer])),
      stop: () => Promise.resolve(void (stopped += 1)),
    }));
    const inputs = ['one', 'bad', 'two'].map((file): InspectInput => ({ file, read: () => Promise.resolve(Buffer.alloc(0)) }));
    const lines: InspectLine[] = [];
    for await (const line of inspection.run(toAsync(inputs), {})) lines.push(line);
    expect(lines.map(({ file, ok }) => [file, ok])).toEqual([
      ['one', true],
      ['bad', false],
      ['two', true],
    ]);
    expect(lines[1]).toMatchObject({ error: { code: 'unreadable_mailbox', message: 'line 3 is no JSON object' } });
    expect(lines[2]).toEqual({ ...lines[0], file: 'two' });
    expect(stopped).toBe(1);
  });
});

async function* toAsync(inputs: readonly InspectInput[]): AsyncIterable<InspectInput> {
  for (const input of inputs) yield await Promise.resolve(input);
}
