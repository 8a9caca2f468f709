import { expect } from '@jest/globals';
import { seen } from '../../row.js';

export default seen('D1.4', async (desk, show) => {
  const agent = await desk.agents.get('d1.4-seen');
  const { visitor, ticket } = await desk.doors.chatWith('你好，我来问进度 d1.4');
  await visitor.until(() => visitor.lines.some(({ text }) => text?.includes(ticket.number) === true), 'the number in the chat');
  const link = visitor.lines.flatMap(({ text }) => /http\S+\/progress\/[\w-]+/.exec(text ?? '') ?? [])[0]!;
  const help = await desk.screens.help(link);
  await help.getByRole('heading', { level: 1, name: `工单 ${ticket.number}` }).waitFor();
  await help.getByText('我们已收到，很快会有人处理。').waitFor();
  expect(await help.locator('body').innerText()).not.toContain('我来问进度');

  const page = await desk.screens.console(agent, '/views/unassigned');
  await page.keyboard.press('/');
  await page.keyboard.type(ticket.number);
  await page.locator(`[data-ticket="${ticket.id}"]`).getByText(ticket.number).waitFor();
  visitor.cut();
  show(
    `${ticket.number}, told in the chat, is good later: its link says how it stands and shows nothing of what was written, and an agent finds it by /`,
  );
});
