import { expect } from '@jest/globals';
import { clockWhere, hoursOf, inShanghai } from '../../desk-clocks.js';
import { lineWith } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D3.16',
  async (desk, show) => {
    const look = async (when: string) => {
      await desk.clock.moveTo(when);
      const [chat, phone] = [await hoursOf(desk, 'chat'), await hoursOf(desk, 'phone')];
      return [chat.open, phone.by];
    };
    expect(await look('2026-09-25 08:30')).toEqual([false, 'people']); // Mid-Autumn: 9 to 21
    expect(await look('2026-09-25 20:30')).toEqual([true, 'people']);
    expect(await look('2026-09-25 21:30')).toEqual([false, 'people']);
    expect(await look('2026-09-25 23:30')).toEqual([false, 'menu']);
    expect(await look('2026-09-28 06:59')).toEqual([false, 'menu']);
    expect(await look('2026-09-28 07:31')).toEqual([true, 'people']);
    expect(await look('2026-09-28 12:30')).toEqual([true, 'people']); // straight through noon
    expect(inShanghai((await hoursOf(desk, 'chat')).closesAt)).toBe('2026-09-28 22:00');

    // What a visitor is told, and until when he is to be answered: five minutes of work.
    const visit = async (text: string) => {
      const { visitor, ticket } = await desk.doors.chatWith(`D3.16 ${text}`);
      await lineWith(visitor, ticket.number);
      const { dueAt } = await clockWhere(desk, ticket, 'response', (clock) => clock.dueAt !== null);
      await visitor.close();
      return { told: visitor.texts().join('\n'), due: inShanghai(dueAt) };
    };
    expect(await look('2026-09-28 21:59')).toEqual([true, 'people']);
    const last = await visit('最后一分钟');
    expect([last.told.includes('当前不在服务时间内'), last.due]).toEqual([false, '2026-09-29 07:34']);
    expect(await look('2026-09-28 22:30')).toEqual([false, 'people']);
    const late = await visit('夜里');
    expect(late.told).toContain('当前不在服务时间内。');
    expect(late.told).toContain('周一至周五 7:30–22:00');
    expect(late.told).toContain('下次服务时间：9月29日（周二）07:30。');
    expect(late.due).toBe('2026-09-29 07:35');
    expect(await look('2026-09-29 07:29')).toEqual([false, 'people']);
    expect(await look('2026-09-29 07:30')).toEqual([true, 'people']);
    const early = await visit('早上');
    expect([early.told.includes('当前不在服务时间内'), early.due]).toEqual([false, '2026-09-29 07:35']);

    expect(await look('2026-10-01 08:30')).toEqual([false, 'people']);
    expect(await look('2026-10-01 21:30')).toEqual([true, 'people']); // National Day: until 22
    expect(await look('2026-10-01 22:30')).toEqual([false, 'people']);
    show(
      'working days 7:30–22:00 through noon, Mid-Autumn 9–21, National Day until 22; the hotline has people from 7 to 23 and the voice menu by night, all year; at 22:30 a visitor is told when we are back and is due at 7:35, one of 21:59 at 7:34',
    );
  },
  { on: '2026-09-25' },
);
