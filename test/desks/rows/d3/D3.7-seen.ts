import { entryOf } from '../../console-parts.js';
import { writeToOfficial } from '../../entry-doors.js';
import { seen } from '../../row.js';

const FOLLOWER = 'oD37Seen';

export default seen('D3.7', async (desk, show) => {
  const agent = await desk.agents.get('d3.7-seen');
  const asked = await writeToOfficial(desk, 'official', FOLLOWER, 'D3.7 公众号：皮肤还没有到账');
  await desk.api('POST', `/tickets/${asked.id}/replies`, { text: 'D3.7 正在核实您的皮肤' }, agent);
  const page = await desk.screens.ticket(agent, asked);
  await entryOf(page, 'D3.7 正在核实您的皮肤').waitFor();
  await desk.official.event(FOLLOWER, 'CLICK', { EventKey: 'progress' });
  await desk.official.text(FOLLOWER, asked.number);
  const told = await desk.until(
    () =>
      Promise.resolve(
        desk.official.desk.arrived.find(({ openid, text }) => openid === FOLLOWER && /皮肤还没有到账/.test(text ?? ''))?.text,
      ),
    'how it stands, on his phone',
  );

  const chief = await desk.agents.get('d3.7-chief', 'supervisor');
  const report = await desk.screens.console(chief, '/reports/wecom-yearly');
  await report.getByRole('heading', { level: 1, name: '企业微信年度服务报告' }).waitFor();
  await report.getByRole('link', { name: /^下载 XLSX/ }).waitFor();
  await desk.api('PATCH', `/tickets/${asked.id}`, { status: 'solved' });
  show(
    `the follower typed his number and read “${told.split('\n')[0]}”; his words and the answer stood in one thread; 企业微信年度服务报告 lay with the supervisor, with its files`,
  );
});
