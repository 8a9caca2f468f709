import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.11', async (desk, show) => {
  const agent = await desk.agents.get('d3.11-seen');
  const { visitor, ticket } = await desk.doors.chatWith('充值迟迟没有到账该怎么处理呢', 'assistant');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  await hears('我正在为您核实答案');
  const page = await desk.screens.ticket(agent, ticket);
  const waiting = page.getByRole('region', { name: '机器人的回复等待您确认' });
  await waiting.getByRole('button', { name: '修改' }).click();
  await waiting.getByLabel('修改后的内容').fill('充值通常 10 分钟内到账，请把交易单号发给我。');
  await waiting.getByRole('button', { name: '发送', exact: true }).click();
  await hears('请把交易单号发给我');
  await visitor.say('转人工');
  await entryOf(page, '已转人工').waitFor();
  await visitor.close();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'what the bot had found waited above the answer until an agent changed its words and sent it; 转人工 stood in the thread with all before it',
  );
});
