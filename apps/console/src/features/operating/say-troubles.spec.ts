import { describe, expect, it } from '@jest/globals';
import { createInstance } from 'i18next';
import { lateWords as en } from './late-words.en.js';
import { lateWords as zh } from './late-words.zh-CN.js';
import { sayTroubles } from './say-troubles.js';

const tIn = async (language: 'en' | 'zh-CN') => {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { en: { operating: en }, 'zh-CN': { operating: zh } },
    returnEmptyString: true,
    interpolation: { escapeValue: false },
  });
  return i18n.getFixedT(language, 'operating') as unknown as Parameters<typeof sayTroubles>[1];
};
const show = (at: string) => `<${at.slice(11, 16)}>`;

describe('the trouble of an inbox', () => {
  it('is said with what to do about it, of all reasons together, times as the reader writes them', async () => {
    const reasons: NonNullable<Parameters<typeof sayTroubles>[0]> = [
      { code: 'imap_login_refused', values: { host: 'imap.qq.com', user: 'a@qq.com', said: 'no' } },
      { code: 'login_qq' },
      { code: 'outgoing_waits', values: { since: '2026-03-02T10:00:00.000Z', next: '2026-03-02T10:05:00.000Z', said: '421' } },
    ];
    const said = sayTroubles(reasons, await tIn('zh-CN'), show)!;
    expect(said.what).toBe('imap.qq.com 拒绝了 a@qq.com 的登录：no 发信服务器自 <10:00> 起要求等待：421');
    expect(said.todo).toMatch(/^QQ 邮箱需使用授权码.* 下次检查时间：<10:05>/);
  });

  it('is left to its connector’s own sentence where one of its reasons is unknown here, or none is told', async () => {
    const t = await tIn('en');
    expect([sayTroubles(null, t, show), sayTroubles([], t, show)]).toEqual([null, null]);
    expect(sayTroubles([{ code: 'answers_wait' }, { code: 'fax_jammed' }], t, show)).toBeNull();
    expect(sayTroubles([{ code: 'answers_wait' }], t, show)).toEqual({ what: 'Answers wait.', todo: '' });
  });
});
