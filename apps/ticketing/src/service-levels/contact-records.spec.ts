import { describe, expect, it } from '@jest/globals';
import { describeContact } from './contact-records.js';

describe('a contact that no channel saw', () => {
  it('stands in the thread with its way, time and what came of it', () => {
    const at = new Date('2026-03-02T09:15:30Z');
    expect(describeContact({ way: 'phone', reached: true, content: 'Told him.' }, at, 'Asia/Shanghai')).toBe(
      'phone · 2026-03-02 17:15 · 已联系到 / reached\nTold him.',
    );
    expect(
      describeContact({ way: 'visit', reached: false, content: 'Closed.', result: 'again', errorText: 'E42' }, at, 'Asia/Shanghai'),
    ).toBe('visit · 2026-03-02 17:15 · 未联系到 / not reached\nClosed.\n结果 / result: again\n错误信息 / error: E42');
  });
});
