import { expect } from '@jest/globals';
import { row } from '../../row.js';

export default row('D4.4', async (desk, show) => {
  const li = await desk.agents.get('d4.4-li');
  const { visitor, ticket } = await desk.doors.chatWith('订单同步延迟怎么办？');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  const states = () => visitor.lines.flatMap(({ state }) => (state === undefined ? [] : [state]));
  await hears('请问是哪个平台的订单');
  await visitor.say('Shopify');
  await hears('延迟是否超过 30 分钟');
  // Nobody waits in the line while the bot talks.
  expect(states().filter(({ is }) => is === 'queued')).toEqual([]);
  await visitor.say('Can I talk to a human, please?');
  await hears('转接人工客服');
  await visitor.until(() => states().some(({ is, position }) => is === 'queued' && position !== undefined), 'his place in the line');
  const { position } = states().find(({ is }) => is === 'queued')!;
  expect(visitor.texts().some((text) => text?.includes(`您排在第 ${position} 位`))).toBe(true);

  const waiting = await desk.ticket(ticket.id);
  expect(waiting).toMatchObject({ status: 'new', category: 'order_sync', fields: { marketplace: 'Shopify' } });
  const thread = await desk.entries(ticket);
  expect(thread.filter(({ direction }) => direction === 'inbound').map(({ plainText }) => plainText)).toEqual([
    '订单同步延迟怎么办？',
    'Shopify',
    'Can I talk to a human, please?',
  ]);
  expect(thread.filter(({ author }) => author.role === 'bot').length).toBeGreaterThanOrEqual(3);
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '您好，我是小李，我来看您的 Shopify 订单。' }, li);
  await hears('我是小李');
  await visitor.until(() => states().some(({ is }) => is === 'joined'), 'that somebody joined');
  await visitor.close();
  show(
    `the chat began with the bot; “talk to a human” put it in the line at place ${position} with all that was said and what the bot had asked for`,
  );
});
