import { expect } from '@jest/globals';
import { row } from '../../row.js';
import type { List } from '../../desk-views.js';

interface Answer {
  readonly id: string;
  readonly said: { readonly text: string; readonly from: { readonly kind: string; readonly key?: string } }[];
}

export default row('D3.11', async (desk, show) => {
  const li = await desk.agents.get('d3.11-li');
  const { visitor, ticket } = await desk.doors.chatWith('你好，我的包裹丢了', 'assistant');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  await hears('请提供订单号');
  await visitor.say('MG-20931');
  await hears('订单 MG-20931 是哪种情况？');
  await visitor.say('1');
  await hears('已为您登记');
  expect((await desk.ticket(ticket.id)).fields).toMatchObject({ order: 'MG-20931' });
  await visitor.say('否');
  await hears('我没有找到答案');

  // What was found rather than scripted waits for a person.
  await visitor.say('充值迟迟没有到账该怎么处理呢');
  await hears('我正在为您核实答案');
  const answer = await desk.until(
    async () => (await desk.api<List<Answer>>('GET', `/bot/answers?state=waiting&ticket=${ticket.id}`, undefined, li)).items[0],
    'an answer that waits',
  );
  expect(answer.said.at(-1)!.from).toMatchObject({ kind: 'knowledge' });
  expect(visitor.texts().some((text) => text?.includes('交易单号'))).toBe(false);
  await desk.api('POST', `/bot/answers/${answer.id}/approval`, { text: '充值通常 10 分钟内到账，请把交易单号发给我。' }, li);
  await hears('请把交易单号发给我');

  await visitor.say('转人工');
  await hears('您刚才说的内容客服都能看到');
  const thread = await desk.entries(ticket);
  for (const words of ['我的包裹丢了', 'MG-20931', '请把交易单号发给我'])
    expect(thread.some(({ plainText }) => plainText.includes(words))).toBe(true);
  expect(thread.some(({ parts }) => parts.some(({ code }) => code === 'bot.handed_over'))).toBe(true);
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '您好，我是小李，看到您的订单 MG-20931 了。' }, li);
  await hears('我是小李');
  const before = visitor.lines.length;
  await visitor.say('怎么开发票？');
  await desk.until(async () => (await desk.entries(ticket)).some(({ plainText }) => plainText === '怎么开发票？'), 'the last question');
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '在我的订单里申请。' }, li);
  await hears('在我的订单里申请');
  expect(visitor.texts().slice(before)).toEqual(['怎么开发票？', '在我的订单里申请。']);
  await visitor.close();
  show(
    'the assistant led through a claim over several turns; an answer it found waited until an agent approved it in his words; “转人工” moved all of it to people, and the bot said no more',
  );
});
