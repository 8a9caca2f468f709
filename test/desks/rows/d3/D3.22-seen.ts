import { seen } from '../../row.js';

export default seen('D3.22', async (desk, show) => {
  const help = await desk.screens.help('/');
  const way = (name: string) => help.getByRole('listitem').filter({ has: help.getByRole('heading', { name, exact: true }) });
  const game = await way('游戏内客服')
    .getByText(/实名认证/)
    .innerText();
  const company = await way('企业微信')
    .getByText(/营业执照/)
    .innerText();
  await way('社区专属客服')
    .getByText(/请先加入官方社区/)
    .waitFor();
  show(`beside each channel that is not for everybody the help says how to get there: ${game}; ${company}`);
});
