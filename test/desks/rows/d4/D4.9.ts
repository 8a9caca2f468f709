import { readFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { type FoundArticle, readHelp, searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

export default row('D4.9', async (desk, show) => {
  const asked = [
    ['订单同步延迟', 'order-sync-delay'],
    ['物流设置错误', 'logistics-setup-error'],
    ['数据报表导出', 'report-export'],
  ] as const;
  for (const [question, key] of asked) expect((await searchHelp(desk, question))[0]?.key).toBe(key);
  // Another language, and other words than the article's.
  expect((await searchHelp(desk, 'Buyer paid an hour ago and I still cannot see it', '&language=en')).map(({ key }) => key)).toContain(
    'order-sync-delay',
  );
  expect((await searchHelp(desk, '下载下来的 csv 全是乱码'))[0]?.key).toBe('report-export');
  // A fault guide, with a video.
  const [guide] = await searchHelp(desk, '订单同步延迟');
  expect(guide).toMatchObject({ kind: 'guide' });
  const shown = await readHelp<{ videos: { title: string; url: string }[] }>(desk, `/articles/${guide!.id}?language=zh`);
  expect(shown.videos).toEqual([{ title: '三分钟看懂订单同步', url: 'https://learn.cross-border.example/zh/order-sync' }]);
  const lines = (await readFile('test/fixtures/knowledge/common-questions.tsv', 'utf8')).trim().split('\n');
  let right = 0;
  for (const line of lines) {
    const [language, key, question] = line.split('\t') as [string, string, string];
    const path = `/knowledge/search?q=${encodeURIComponent(question)}&language=${language}`;
    const { items } = await desk.api<List<FoundArticle>>('GET', path);
    if (items.slice(0, 3).some((found) => found.key === key)) right += 1;
  }
  expect(lines).toHaveLength(200);
  expect(right / lines.length).toBeGreaterThanOrEqual(0.85);
  show(
    `the guide’s three queries find their article first, a fault guide with a video; of 200 common questions worded unlike titles ${right} find theirs within three`,
  );
});
