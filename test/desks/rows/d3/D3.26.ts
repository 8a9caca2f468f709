import { expect } from '@jest/globals';
import { searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

const NODES = 20_000;
const AT_ONCE = 5_000;
const CHANGES = 120;
/** Far more than a search needs; ten of them at once are people who type. */
const FAST_MS = 1_000;

export default row(
  'D3.26',
  async (desk, show) => {
    const lines = Array.from({ length: NODES }, (_, n) =>
      JSON.stringify({ key: `node-${n}`, language: 'zh', title: `知识节点 ${n}`, body: `游戏道具编号 item${n} 的说明，使用方法与限制。` }),
    );
    const bring = (some: readonly string[]) =>
      desk.api<{ added: number; changed: number; same: number }>('POST', '/knowledge/imports', { format: 'jsonl', text: some.join('\n') });
    const from = performance.now();
    for (let at = 0; at < NODES; at += AT_ONCE)
      expect(await bring(lines.slice(at, at + AT_ONCE))).toEqual({ added: AT_ONCE, changed: 0, same: 0 });
    const tookS = (performance.now() - from) / 1_000;
    const changed = lines.slice(0, CHANGES).map((line) => line.replace('使用方法与限制', '改版后的用法'));
    expect(await bring([...changed, ...lines.slice(CHANGES, 200)])).toEqual({ added: 0, changed: CHANGES, same: 80 });
    const times: number[] = [];
    const finds = async (question: string) => {
      const begun = performance.now();
      const found = await searchHelp(desk, question);
      times.push(performance.now() - begun);
      return found.slice(0, 3).map(({ key }) => key);
    };
    expect((await finds('item777'))[0]).toBe('node-777');
    expect((await finds(`item${NODES - 1}`))[0]).toBe(`node-${NODES - 1}`);
    expect((await finds('改版后 item7'))[0]).toBe('node-7');
    // The guide's own questions are still answered among all the nodes.
    expect(await finds('充值没有到账')).toContain('faq-payment-missing');
    const many = await Promise.all(Array.from({ length: 10 }, (_, n) => finds(`item${4_321 + n * 997}`)));
    expect(many.map(([first]) => first)).toEqual(many.map((_, n) => `node-${4_321 + n * 997}`));
    const slowest = Math.max(...times);
    expect(slowest).toBeLessThan(FAST_MS);
    show(
      `${NODES} nodes came in over the API (${Math.round(NODES / tookS)} a second), 120 changed at once; among them all search found each, ten at once, in ${Math.round(slowest)} ms at most (2 million nodes: npm run bench, docs/bench)`,
    );
  },
  { limitMs: 180_000 },
);
