import { expect } from '@jest/globals';
import { beside, entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D4.4', async (desk, show) => {
  const agent = await desk.agents.get('d4.4-seen');
  const { visitor, ticket } = await desk.doors.chatWith('订单同步延迟怎么办？');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  await hears('请问是哪个平台的订单');
  await visitor.say('Shopify');
  await hears('延迟是否超过 30 分钟');
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, 'Shopify').waitFor();
  await visitor.say('Can I talk to a human, please?');
  await entryOf(page, '已转人工').waitFor();
  for (const words of ['订单同步延迟怎么办？', '请问是哪个平台的订单', 'Can I talk to a human'])
    expect(await entryOf(page, words).count()).toBe(1);
  await (await beside(page, '信息')).getByText('Shopify').first().waitFor();
  await visitor.close();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'the agent read what the customer and the bot had said, the hand-over came into the open thread, and Shopify, which the bot had asked for, stands beside it',
  );
});
