import { expect } from '@jest/globals';
import { clockWhere } from '../../desk-clocks.js';
import { answer, call, figuresWhere, releasedFigures } from '../../desk-feedback.js';
import { row } from '../../row.js';

const DAY = '2026-12-14';

export default row(
  'D4.3',
  async (desk, show) => {
    await desk.clock.moveTo(`${DAY} 10:00`);
    const agent = await desk.agents.get('d4.3-bei');
    // The bot answers at once, and talks for ten minutes; who wants a person has one a minute later.
    const { visitor, ticket: chat } = await desk.doors.chatWith('订单同步延迟怎么办？');
    await visitor.until(() => visitor.lines.some(({ from }) => from === 'bot'), 'an answer of the bot');
    // Whom the bot helps waits for nobody.
    const { visitor: helped } = await desk.doors.chatWith('订单同步延迟怎么办？');
    await helped.until(() => helped.lines.some(({ from }) => from === 'bot'), 'an answer of the bot');
    await desk.clock.advance(10 * 60_000);
    expect(await clockWhere(desk, chat, 'response')).toMatchObject({ state: 'paused', breachedAt: null });
    await visitor.say('请转人工');
    await visitor.until(() => visitor.texts().some((text) => text?.includes('转接人工客服')), 'the way to a person');
    await desk.clock.advance(60_000);
    await answer(desk, chat, '您好，我来处理。', agent);
    expect(await clockWhere(desk, chat, 'response', ({ state }) => state === 'met')).toMatchObject({ target: 'chat', breachedAt: null });
    const write = (name: string, text: string) =>
      desk.doors.mail({ from: `d4.3-${name}@customer.test`, to: 'support@helper.example', subject: `D4.3 ${name}`, text });
    const kept = await write('a', 'Order export fails');
    await desk.clock.moveTo(`${DAY} 11:00`);
    await answer(desk, kept, 'Please try again', agent);
    const late = await write('b', 'Complaint');
    await desk.clock.moveTo(`${DAY} 16:00`);
    await answer(desk, late, 'Sorry for the wait', agent);
    await call(desk, '+8613800000403');
    const wanted: [string, number][] = [
      ['Bot', 2],
      ['Human chat', 1],
      ['Email', 2],
      ['Phone', 1],
    ];
    const rows = await figuresWhere(desk, `channel-promises?from=${DAY}&to=${DAY}&language=en`, (each) =>
      wanted.every(([name, count]) => each.some(({ channel, measured }) => channel === name && measured === count)),
    );
    expect(rows.map(({ channel, for: what, promise }) => [channel, what, promise])).toEqual([
      ['Bot', 'basics', 'instant'],
      ['Human chat', 'account, payment, technical', '2 min on average'],
      ['Email', 'complex matters, complaints', 'within 4 h'],
      ['Phone', 'urgent technical faults', 'at once, at least 98 % connected'],
    ]);
    const of = (name: string) => rows.find(({ channel }) => channel === name)!;
    expect([of('Bot')['kept'], of('Human chat')['kept'], of('Email')['kept'], of('Phone')['kept']]).toEqual(['yes', 'yes', 'no', 'yes']);
    expect(Number(of('Bot')['mean'])).toBeLessThan(0.2);
    expect(Number(of('Human chat')['mean'])).toBeGreaterThanOrEqual(1);
    expect(Number(of('Human chat')['mean'])).toBeLessThanOrEqual(2);
    expect([of('Email')['within'], of('Phone')['within']]).toEqual([0.5, 1]);
    // A caller who gave up in the line: half of two is not 98 %.
    await call(desk, '+8613800000404', { answeredAt: undefined, outcome: 'abandoned_queue' });
    const after = await figuresWhere(desk, `channel-promises?from=${DAY}&to=${DAY}&language=en`, (each) =>
      each.some(({ channel, measured }) => channel === 'Phone' && measured === 2),
    );
    expect(after.find(({ channel }) => channel === 'Phone')).toMatchObject({ within: 0.5, kept: 'no' });
    await Promise.all([visitor.close(), helped.close()]);

    await desk.clock.moveTo('2027-01-01 09:00');
    const shown = await releasedFigures(desk, 'channel-promises', '2026-12-01');
    // The month's own figures, to whoever looks, without a login.
    const [bot, human, mail, phone] = shown.rows.map((cells) => cells[3]);
    expect(shown.period.to).toBe('2026-12-31');
    for (const [count, least] of [
      [bot, 1],
      [human, 1],
      [mail, 2],
      [phone, 2],
    ] as const)
      expect(Number(count)).toBeGreaterThanOrEqual(least);
    show(
      `four channels with what each is for, what it promises and what was measured that day: the bot answered within ${Math.ceil(Number(of('Bot')['mean']) * 60)} s, a person ${of('Human chat')['mean']} min after the bot’s hand-over, within his promise, one mail of two within 4 h (not kept), calls connected until one was lost (not kept any more); on 1 January a supervisor released the figures of December to everybody`,
    );
  },
  { on: DAY },
);
