import { seen } from '../../row.js';

export default seen('D2.10', async (desk, show) => {
  const chief = await desk.agents.get('d2.10-seen', 'supervisor');
  const words = '激光切割机 d210';
  const help = await desk.screens.help('/');
  const search = help.getByRole('searchbox');
  await search.fill('ping 不通');
  await help.getByRole('link', { name: /网关无法连接服务器/ }).click();
  await help.getByRole('heading', { level: 1, name: '网关无法连接服务器' }).waitFor();
  await help.getByRole('listitem').filter({ hasText: '检查防火墙是否放行 443 与 8883 端口' }).waitFor();
  await help.goBack();
  await search.fill(words);
  await search.press('Enter');
  await help.getByText(`没有找到与“${words}”相关的内容`).waitFor();

  const page = await desk.screens.console(chief, '/knowledge');
  await page.getByRole('searchbox').fill('激活失败');
  await page.getByRole('link', { name: '提示许可无效' }).waitFor();
  await page.getByRole('searchbox').fill('');
  await page.getByLabel('栏目').selectOption({ label: '性能问题' });
  await page.getByRole('link', { name: '内存占用过高' }).waitFor();
  await page.getByRole('tab', { name: '无结果搜索' }).click();
  const vain = page.getByRole('listitem').filter({ hasText: words });
  await vain.getByText('1 次无结果').waitFor();
  await vain.getByRole('button', { name: '已处理' }).click();
  await vain.waitFor({ state: 'detached' });
  show(
    'a customer found the article by a keyword, and another word in vain; inside, articles are found by word and by kind of problem, and the search in vain lay there until it was dealt with',
  );
});
