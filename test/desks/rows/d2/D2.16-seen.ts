import { expect } from '@jest/globals';
import { recordOf, beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.16', async (desk, show) => {
  const agent = await desk.agents.get('d2.16-seen');
  const from = 'wei@d216-seen.test';
  const ticket = await desk.doors.mail({ from, to: 'support@levels.example', subject: 'D2.16 许可', text: '服务器提示许可无效。' });
  const page = await desk.screens.ticket(agent, ticket);
  const part = (await beside(page, '关联')).locator('section', { has: page.getByRole('heading', { name: '需客户同意的操作' }) });
  await part.getByRole('button', { name: '征询同意' }).click();
  await part.getByLabel('操作类型').selectOption({ label: '远程协助' });
  await part.getByLabel('操作内容').fill('查看许可配置');
  await part.getByLabel('工具').selectOption({ label: '向日葵' });
  await part.getByRole('button', { name: '向客户征询' }).click();
  await desk.mailTo(from, ({ mail }) => /通过 向日葵 远程协助（权限：仅查看）/.test(mail.text ?? ''));
  const measure = part.getByRole('article', { name: '查看许可配置' });
  await measure.getByText('已征询').waitFor();
  await measure.getByLabel('决定人').fill('魏先生');
  await measure.getByLabel('告知方式').fill('电话');
  await measure.getByRole('button', { name: '同意', exact: true }).click();
  await measure.getByRole('button', { name: '开始操作' }).click();
  await measure.getByLabel('结果').fill('已重新导入许可');
  const video = {
    name: 'd216-seen.mp4',
    mimeType: 'video/mp4',
    buffer: Buffer.from('00000018667479706d703432000000006d70343269736f6d', 'hex'),
  };
  await measure.getByLabel('录像文件').setInputFiles(video);
  await measure.getByRole('button', { name: '结束操作' }).click();
  await measure.getByText('已结束').waitFor();
  for (const words of ['仅查看', '魏先生 · 电话', 'd216-seen.mp4']) await measure.getByText(words).waitFor();
  await recordOf(page, '已重新导入许可');
  // What is played is the file that was brought, whole.
  const player = measure.locator('video');
  const played = await page.request.get(new URL((await player.getAttribute('src'))!, page.url()).href);
  expect([played.status(), (await played.body()).equals(video.buffer)]).toEqual([200, true]);
  show(
    'the customer was asked from beside the thread, by 向日葵 with the least rights; his consent, begin, end and result were written down there, the file of the recording brought and played, step by step',
  );
});
