import { seen } from '../../row.js';

export default seen('D4.9', async (desk, show) => {
  const help = await desk.screens.help('/');
  const search = help.getByRole('searchbox');
  const found: string[] = [];
  for (const question of ['物流设置错误', '数据报表导出', '订单同步延迟']) {
    await search.fill(question);
    const first = help.getByRole('search').getByRole('listitem').first().getByRole('link');
    await first.filter({ hasText: new RegExp([...question].filter((letter) => !'错误延迟'.includes(letter)).join('|')) }).waitFor();
    await help.waitForTimeout(350);
    found.push(await first.locator('strong').innerText());
  }
  await help.getByRole('search').getByRole('link').first().click();
  await help.getByRole('link', { name: '三分钟看懂订单同步' }).waitFor();
  show(`the three questions found as they were typed: ${found.join(', ')}; the guide has its video`);
});
