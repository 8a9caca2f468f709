import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Run {
  readonly id: string;
  readonly version: number;
  readonly results: readonly { readonly step: string; readonly result: unknown }[];
}

interface Offered {
  readonly key: string;
  readonly steps: readonly { readonly key: string }[];
}

export default row('D2.19', async (desk, show) => {
  const wang = await desk.agents.get('d2.19-wang');
  const ticket = await desk.doors.mail({
    from: 'd2.19@customer.test',
    to: 'support@levels.example',
    subject: '求助 d2.19',
    text: '系统有问题',
  });
  const path = `/tickets/${ticket.id}/checklists`;
  const offered = async (query: string) => (await desk.api<{ offered: Offered[] }>('GET', `${path}${query}`, undefined, wang)).offered;
  const matrix = [];
  for (const line of ['gateway', 'server'])
    for (const symptom of ['connection', 'function', 'slowness'])
      matrix.push((await offered(`?symptom=${symptom}&productLine=${line}`)).map(({ key, steps }) => [key, steps.map((step) => step.key)]));
  expect(matrix).toEqual([
    [['network', ['ip', 'mask', 'gateway', 'ping', 'ports', 'restart']]],
    [['firmware', ['lamps', 'version', 'reset', 'reproduced']]],
    [['throughput', ['since', 'loss', 'bandwidth', 'devices']]],
    [['server-connection', ['service', 'port', 'certificate', 'clients', 'restart']]],
    [['software', ['version', 'environment', 'reproduced', 'restart']]],
    [['slowness', ['since', 'load', 'connections', 'version']]],
  ]);
  // Whoever has not said which product it is chooses; what the ticket says counts.
  const keys = async () => (await offered('?symptom=connection')).map(({ key }) => key);
  expect(await keys()).toEqual(['network', 'server-connection']);
  await desk.api('PATCH', `/tickets/${ticket.id}`, { fields: { product_line: 'server' } }, wang);
  expect(await keys()).toEqual(['server-connection']);
  const run = await desk.api<Run>('POST', path, { checklist: 'software' }, wang);
  const put = (step: string, result: unknown, expectedVersion?: number) =>
    desk.api<Run>('PUT', `${path}/${run.id}/steps/${step}`, { result, expectedVersion }, wang);
  await put('version', '5.2.1');
  await put('environment', 'linux');
  const slip = await put('reproduced', true);
  const undone = await put('reproduced', null, slip.version);
  expect(undone.results.map(({ step, result }) => [step, result])).toEqual([
    ['version', '5.2.1'],
    ['environment', 'linux'],
  ]);
  await expect(put('environment', 'amiga')).rejects.toThrow(/windows, linux, container/);
  await expect(put('restart', true, 1)).rejects.toThrow(/version_conflict/);
  await desk.api('POST', `${path}/${run.id}/end`, { state: 'done' }, wang);
  const told = (await desk.entries(ticket)).at(-1);
  expect(told?.plainText).toContain('· 2. 运行环境: Linux');
  show(
    'gateway or server, and connection, function or slowness lead to the ordered steps of each; results are ticked on the ticket, a slip is taken back, and the thread tells them',
  );
});
