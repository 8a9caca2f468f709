import { expect } from '@jest/globals';
import { clockWhere, minutesOf } from '../../desk-clocks.js';
import { fillForm } from '../../entry-doors.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';

/** A general question, low by itself: of its priorities' and its channel's promises the nearer one holds. */
async function ask(desk: RunningDesk, from: string) {
  const ticket = await desk.doors.mail({ from, to: 'support@smartcv.example', subject: `How do I ${from}`, text: 'How do I add a photo?' });
  return responseOf(desk, ticket);
}

function responseOf(desk: RunningDesk, ticket: { readonly id: string }) {
  return clockWhere(desk, ticket, 'response', ({ target, dueAt }) => target !== 'priority-normal' && dueAt !== null);
}

export default row(
  'D0.3',
  async (desk, show) => {
    await desk.clock.moveTo('2026-09-28 10:00');
    expect(minutesOf(await ask(desk, 'working@d03.test'))).toBe(24 * 60);
    const { visitor, ticket } = await desk.doors.chatWith('在线请教一个问题');
    const chat = await clockWhere(desk, ticket, 'response', ({ target }) => target === 'chat');
    expect(minutesOf(chat)).toBe(5);
    await visitor.close();
    const words = '希望增加头像裁剪 d0.3';
    const posted = await fillForm(
      desk,
      'tickets',
      { category: 'suggestion', email: 'form@d03.test', summary: words, symptom: words },
      words,
      'u-d03',
    );
    expect(minutesOf(await responseOf(desk, posted))).toBe(24 * 60);
    await desk.clock.moveTo('2026-10-01 10:00');
    expect(minutesOf(await ask(desk, 'holiday@d03.test'))).toBe(48 * 60);
    // A Saturday that is worked for the holidays.
    await desk.clock.moveTo('2026-10-10 10:00');
    expect(minutesOf(await ask(desk, 'made-up@d03.test'))).toBe(24 * 60);
    show(
      'a mail is due after 24 h on a working day, after 48 h on a holiday, after 24 h on a make-up Saturday; a chat after 5 min of the hours; a ticket of the form after 24 h',
    );
  },
  { on: '2026-09-28' },
);
