import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Run {
  readonly id: string;
  readonly steps: readonly { readonly key: string }[];
}

export default row('D2.12', async (desk, show) => {
  const wang = await desk.agents.get('d2.12-wang');
  const from = 'd2.12@customer.test';
  const ticket = await desk.doors.mail({
    from,
    to: 'support@levels.example',
    subject: '网关离线 d2.12',
    text: '网关一直离线，连不上服务器',
  });
  const { offered } = await desk.api<{ offered: { key: string }[] }>('GET', `/tickets/${ticket.id}/checklists`, undefined, wang);
  expect(offered[0]?.key).toBe('network');
  const run = await desk.api<Run>('POST', `/tickets/${ticket.id}/checklists`, { checklist: 'network' }, wang);
  expect(run.steps.map(({ key }) => key)).toEqual(['ip', 'mask', 'gateway', 'ping', 'ports', 'restart']);
  const put = (step: string, result: unknown) =>
    desk.api('PUT', `/tickets/${ticket.id}/checklists/${run.id}/steps/${step}`, { result }, wang);
  await put('ip', '192.168.1.20');
  await put('mask', '255.255.255.0');
  await put('gateway', '192.168.1.1');
  await put('restart', true);
  await desk.api('POST', `/tickets/${ticket.id}/checklists/${run.id}/end`, { state: 'done' }, wang);

  await desk.api('POST', `/tickets/${ticket.id}/template-sendings`, { template: 'data-collection' }, wang);
  const { mail } = await desk.mailTo(from, (each) => each.mail.text?.includes('app.log') === true);
  for (const asked of [
    ticket.number,
    '/var/log/gateway/system.log',
    '/opt/server/logs/error.log',
    'server.yaml',
    '报错截图',
    '操作步骤',
    '运行环境',
  ])
    expect(mail.text).toContain(asked);
  show(
    'network, software and speed have their checklists (IP, mask, gateway … restart) kept on the ticket; the request for three logs, configuration, screenshot and steps goes out in one click',
  );
});
