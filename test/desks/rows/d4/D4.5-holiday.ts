import { expect } from '@jest/globals';
import { listOf, newestWhere, type PageCallSeen, postAsProgram } from '../../emergency-views.js';
import { row } from '../../row.js';

/** Out of hours is what the engineers' calendar says: a public holiday is, a weekend day that is worked instead is not. */
export default row(
  'D4.5',
  async (desk, show) => {
    const press = async (when: string, subject: string) => {
      await desk.clock.moveTo(when);
      const { id } = await postAsProgram(desk, 'emergency', {
        subject,
        text: '所有店铺订单都不同步',
        sender: { user: 'seller-45-holiday' },
      });
      await desk.ticketWhere(id, ({ priority }) => priority === 'urgent', 'an emergency');
      return id;
    };
    const onHoliday = await press('2026-05-01 11:00', 'D4.5 劳动节订单不同步');
    await newestWhere<PageCallSeen>(desk, `/tickets/${onHoliday}/page-calls`, ({ pages }) => pages.length === 1, 'a call on a holiday');
    const whys = await listOf<{ rule: string; matched: { fact: string; value: unknown }[] }>(desk, `/tickets/${onHoliday}/rule-runs`);
    expect(whys.find(({ rule }) => rule === 'emergency-at-night')!.matched).toContainEqual(
      expect.objectContaining({ fact: 'calendars.engineers.open', value: false }),
    );
    const onMakeUpDay = await press('2026-05-09 11:00', 'D4.5 调休上班日订单不同步');
    expect(await listOf(desk, `/tickets/${onMakeUpDay}/page-calls`)).toEqual([]);
    show('on Labour Day at 11:00 the engineer on duty was paged, by the calendar; on the Saturday that is worked instead nobody was');
  },
  { on: '2026-05-01' },
);
