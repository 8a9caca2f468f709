import { expect } from '@jest/globals';
import { readHelp, searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

export default row('D2.10', async (desk, show) => {
  const help = await readHelp<{ sections: { key: string }[]; productLines: { key: string }[] }>(desk, '?language=zh');
  expect(help.sections.map(({ key }) => key)).toEqual(['connection', 'function', 'performance', 'cases']);
  expect((await searchHelp(desk, 'ping 不通', '&productLine=gateway'))[0]?.key).toBe('gateway-offline');
  expect((await searchHelp(desk, '激活失败', '&section=function&productLine=server'))[0]?.key).toBe('license-invalid');

  // Valid for a month: what is due stands in the list until somebody has looked.
  const chen = await desk.agents.get('d2.10-chen', 'supervisor');
  const due = async (month: string) =>
    (await desk.api<{ items: { key: string }[] }>('GET', `/knowledge/reviews?month=${month}`, undefined, chen)).items.map(({ key }) => key);
  expect(await due('2026-03')).toEqual([]);
  expect(await due('2026-04')).toContain('gateway-offline');
  await desk.api('POST', '/knowledge/articles/gateway-offline/reviews', { valid: true, note: '仍然有效', reviewDue: '2026-05-10' }, chen);
  expect(await due('2026-04')).not.toContain('gateway-offline');

  expect(await searchHelp(desk, '激光雕刻机 d210')).toEqual([]);
  const { items } = await desk.api<{ items: { question: string; unanswered: number }[] }>(
    'GET',
    '/knowledge/unanswered-searches',
    undefined,
    chen,
  );
  expect(items).toContainEqual(expect.objectContaining({ question: '激光雕刻机 d210', unanswered: 1 }));
  show(
    'articles by problem type and product line are found by keyword, each is due for review after a month, and a search without a hit is listed',
  );
});
