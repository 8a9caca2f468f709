import { expect } from '@jest/globals';
import { searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

const CHANGES = 120;

export default row('D3.26', async (desk, show) => {
  const lines = Array.from({ length: 1_500 }, (_, n) =>
    JSON.stringify({ key: `node-${n}`, language: 'zh', title: `知识节点 ${n}`, body: `游戏道具编号 item${n} 的说明，使用方法与限制。` }),
  );
  const bring = (some: readonly string[]) =>
    desk.api<{ added: number; changed: number; same: number }>('POST', '/knowledge/imports', { format: 'jsonl', text: some.join('\n') });
  expect(await bring(lines)).toEqual({ added: 1_500, changed: 0, same: 0 });
  const changed = lines.slice(0, CHANGES).map((line) => line.replace('使用方法与限制', '改版后的用法'));
  expect(await bring([...changed, ...lines.slice(CHANGES, 200)])).toEqual({ added: 0, changed: CHANGES, same: 80 });
  expect((await searchHelp(desk, 'item777'))[0]?.key).toBe('node-777');
  expect((await searchHelp(desk, '改版后 item7'))[0]?.key).toBe('node-7');
  // The guide's own questions are still answered among all the nodes.
  expect((await searchHelp(desk, '充值没有到账')).slice(0, 3).map(({ key }) => key)).toContain('faq-payment-missing');
  show('nodes come in by thousands and 120 change at once; search still finds each (at 2 million nodes: npm run bench, docs/bench)');
});
