import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KnowledgeSearch } from '../../../apps/ticketing/src/knowledge/knowledge-search.js';
import { type Api, openApi } from '../../support/ticketing-api.js';

const ROOT = join(import.meta.dirname, '../../..');
const { knowledge } = (parse(readFileSync(join(ROOT, 'config/desks/cross-border.yaml'), 'utf8')) as { profile: { knowledge: object } }).profile;

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: { knowledge } });
});
afterAll(() => api.close());

const find = async (question: string, language: string | null) =>
  (await api.desk.get(KnowledgeSearch).search(question, { language, limit: 3, typing: true })).map(({ key }) => key);

describe('the help, asked in words', () => {
  it('has the right article among the first three for 85 of 100 common questions, worded unlike its title', async () => {
    const lines = readFileSync(join(ROOT, 'test/fixtures/knowledge/common-questions.tsv'), 'utf8').trim().split('\n');
    const missed: string[] = [];
    let first = 0;
    for (const line of lines) {
      const [language, key, question] = line.split('\t') as [string, string, string];
      const found = await find(question, language);
      if (found[0] === key) first += 1;
      if (!found.includes(key)) missed.push(`${question} → ${found.join(', ')}`);
    }
    console.info(`${lines.length - missed.length} of ${lines.length} among the first three, ${first} at first`);
    expect(lines.length).toBe(200);
    expect(missed.length).toBeLessThanOrEqual(30);
  });

  it.each([
    ['订单同步延迟', 'order-sync-delay'],
    ['物流设置错误', 'logistics-setup-error'],
    ['数据报表导出', 'report-export'],
  ])('%s finds %s', async (question, key) => {
    expect((await find(question, 'zh'))[0]).toBe(key);
  });
});
