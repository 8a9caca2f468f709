import { describe, expect, it } from '@jest/globals';
import { Desk } from '../desk/desk-schema.js';
import { nameCells } from './name-cells.js';
import type { Table } from './table.js';

const desk = Desk.parse({
  languages: ['zh', 'en'],
  categories: { billing: { name: { zh: '账单', en: 'Billing' } } },
  priorities: { high: { name: { zh: '加急', en: 'Rush' } } },
});
const table: Table = {
  title: 't',
  columns: (['category', 'channel', 'priority', 'status', 'kept', 'agent'] as const).map((key) => ({ key, kind: 'text', label: key })),
  rows: [
    ['billing', 'email', 'high', 'pending', 'yes', 'email'],
    ['unheard_of', '我们的渠道', 'low', null, '', 'low'],
  ],
};

describe('the cells of a report that is a file', () => {
  it('are what the desk calls its things, in the language asked for, else what we do; names stay', () => {
    expect(nameCells(table, desk, 'zh-CN').rows).toEqual([
      ['账单', '邮件', '加急', '待客户回复', '是', 'email'],
      ['unheard_of', '我们的渠道', '低', null, '', 'low'],
    ]);
    expect(nameCells(table, desk, 'en').rows[0]).toEqual(['Billing', 'Email', 'Rush', 'waiting for the customer', 'yes', 'email']);
  });
});
