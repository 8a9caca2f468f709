import { expect } from '@jest/globals';
import { clockWhere, hoursOf, minutesOf } from '../../desk-clocks.js';
import { lineWith } from '../../desk-feedback.js';
import { row } from '../../row.js';
import { startDesk } from '../../running-desk.js';

/** New Year's day of the lunar calendar: of the years whose holidays are published it lies before all other rows, so it has a product of its own. */
const EVENING = new Date('2026-02-17T21:30:00+08:00');

export default row(
  'D3.16',
  async (_, show) => {
    const desk = await startDesk('d3', undefined, EVENING);
    try {
      expect((await hoursOf(desk, 'chat')).open).toBe(true);
      const { visitor, ticket } = await desk.doors.chatWith('D3.16 新年好，活动几点开始');
      await lineWith(visitor, ticket.number);
      expect(visitor.texts().join('\n')).not.toContain('当前不在服务时间内');
      expect(minutesOf(await clockWhere(desk, ticket, 'response', ({ dueAt }) => dueAt !== null))).toBe(5);
      await visitor.close();
      await desk.clock.moveTo('2026-02-17 22:01');
      expect((await hoursOf(desk, 'chat')).open).toBe(false);
      const { visitor: late, ticket: second } = await desk.doors.chatWith('D3.16 新年好，还有人吗');
      await lineWith(late, second.number);
      expect(late.texts().join('\n')).toContain('下次服务时间：2月18日（周三）09:00。');
      await late.close();
    } finally {
      await desk.stop();
    }
    show('on the first day of Spring Festival a visitor is served at 21:30 and told at 22:01 that we are back at 9:00');
  },
  { limitMs: 120_000 },
);
