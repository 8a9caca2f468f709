import { describe, expect, it } from '@jest/globals';
import { createPigeonHarness } from '../sample/pigeon.conformance.js';
import { createConformanceCases, type ConformanceHarness } from './index.js';

const harness = createPigeonHarness();
const find = (id: string, more: Partial<ConformanceHarness> = {}) =>
  createConformanceCases({ ...harness, ...more }).find((each) => each.id === id)!;
const without = (reason: string) =>
  Object.fromEntries(Object.entries(harness.notApplicable!).filter(([each]) => each !== reason)) as Record<string, string[]>;

describe('a case that has nothing to try', () => {
  it('is named with its reason, and resolves to it', async () => {
    const { name, run } = find('sending.receipts');
    expect(name).toBe('the receipts that it claims come, and no other (not applicable: what became of a note nobody tells)');
    expect(await run()).toBe('what became of a note nobody tells');
    expect(await find('receiving.id').run()).toBeUndefined();
  });

  it('fails where nobody named it', async () => {
    const notApplicable = without('what became of a note nobody tells');
    await expect(find('sending.receipts', { notApplicable }).run()).rejects.toThrow('name sending.receipts in `notApplicable`');
  });

  it('fails where it was named and could be tried', async () => {
    const notApplicable = { ...harness.notApplicable, 'we are lazy': ['receiving.id'] };
    await expect(find('receiving.id', { notApplicable }).run()).rejects.toThrow('`notApplicable` names receiving.id: it was tried');
    await expect(find('receiving.id', { unshown: { lazy: ['receiving.id'] } }).run()).rejects.toThrow('it is shown, or not claimed');
    await expect(find('sending.kinds', claiming({ lazy: ['out.image', 'out.file'] })).run()).rejects.toThrow('lists out.file');
  });

  it('is a claim that was not shown, only where it is listed', async () => {
    expect(await find('sending.kinds', claiming({ later: ['out.image'] })).run()).toBe('later');
    await expect(find('sending.kinds', claiming({})).run()).rejects.toThrow('it claims `out.image`');
    await expect(find('in.image', claiming({})).run()).rejects.toThrow('it claims `in.image`');
  });

  it('must be a case', () => {
    expect(() => find('receiving.id', { notApplicable: { why: ['receiving.nothing'] } })).toThrow('which is no case');
    expect(() => find('receiving.id', { unshown: { why: ['deadline'] } })).toThrow('which is no claim');
  });
});

/** The sample, and it says that it takes and sends pictures. */
function claiming(unshown: Record<string, string[]>): Partial<ConformanceHarness> {
  const { descriptor, ...factory } = harness.factory as ConformanceHarness['factory'] & {
    descriptor: { capabilities(config: never): object };
  };
  const capabilities = (config: never) => ({ ...descriptor.capabilities(config), in: ['text', 'image'], out: ['text', 'image'] });
  return {
    factory: { ...factory, descriptor: { ...descriptor, capabilities } } as never,
    notApplicable: without('a note is words to one person'),
    unshown,
  };
}
