import { describe, expect, it } from '@jest/globals';
import { createInstance } from 'i18next';
import { problems } from '../../words/problems/index.zh-CN.js';
import { mending } from './mending.zh-CN.js';
import { explainCode } from './why-dead.js';

const sayCode = (code: string) => (problems as Record<string, string>)[code] ?? null;

describe('why a message died', () => {
  it('is said by its code, else by what the code means, else by whether another try can help; its own sentence stays where that is all', async () => {
    const i18n = createInstance();
    await i18n.init({ lng: 'zh-CN', resources: { 'zh-CN': { operating: mending } } });
    const t = i18n.getFixedT('zh-CN', 'operating', 'dead') as unknown as Parameters<typeof explainCode>[1];
    const explain = (code: string) => explainCode({ code, errorClass: 'retriable' }, t, sayCode);
    const { why } = mending.dead;
    expect(explain('event_invalid')).toEqual({ ...why.event_invalid, hasMore: false });
    expect(explain('storage_full')).toEqual({ what: problems.storage_full, fix: why.retriable.fix, hasMore: false });
    expect(explain('fax_jammed')).toEqual({ ...why.retriable, hasMore: true });
    expect(explainCode({ code: 'event_invalid', errorClass: 'permanent' }, t, () => null).hasMore).toBe(true);
  });
});
