import { describe, expect, it } from '@jest/globals';
import { findDrawn, nameCells, type Report } from './report-cell.js';

const column = (key: string, kind: 'text' | 'number' | 'share' | 'minutes' | 'moment') => ({ key, kind, label: key });

describe('cells of a report', () => {
  it('hold what the desk calls its things where its API gives keys; names and empty ones stay', () => {
    const columns = [column('category', 'text'), column('channel', 'text'), column('kept', 'text'), column('inquiries', 'number')];
    const named = (key: string) => ({ billing: '账单', email: '邮件', yes: '是' })[key] ?? key;
    const words = { category: named, channel: named, priority: named, status: named, kept: named, firstContact: named, period: named };
    const report = {
      columns,
      rows: [
        ['billing', 'email', 'yes', 3],
        ['账单', null, '', 0],
      ],
    } as unknown as Report;
    expect(nameCells(report, words).rows).toEqual([
      ['账单', '邮件', '是', 3],
      ['账单', null, '', 0],
    ]);
  });
});

describe('heads of a report', () => {
  it('say no unit where the cells say theirs', () => {
    const report = {
      columns: [
        { key: 'a', kind: 'minutes', label: '平均（分钟）' },
        { key: 'b', kind: 'minutes', label: 'Mean (min)' },
        column('c (min)', 'text'),
      ],
      rows: [],
    };
    const asIs = (key: string) => key;
    const words = { category: asIs, channel: asIs, priority: asIs, status: asIs, kept: asIs, firstContact: asIs, period: asIs };
    expect(nameCells(report as unknown as Report, words).columns.map(({ label }) => label)).toEqual(['平均', 'Mean', 'c (min)']);
  });
});

describe('what of a report is drawn', () => {
  it('a line over time, one figure at a time', () => {
    const columns = [column('period', 'text'), column('inquiries', 'number'), column('solvedShare', 'share')];
    expect(
      findDrawn({
        per: 'day',
        columns,
        rows: [
          ['2026-11-01', 1, 0.5],
          ['2026-11-02', 2, null],
        ],
      }),
    ).toEqual({
      look: 'line',
      over: 0,
      figures: [1, 2],
    });
  });

  it('a bar of a single day, for one point is no line', () => {
    const columns = [column('period', 'text'), column('inquiries', 'number')];
    expect(findDrawn({ per: 'day', columns, rows: [['2026-11-01', 1]] })).toEqual({ look: 'bars', over: 0, figures: [1] });
  });

  it('bars where rows are groups, agents, channels', () => {
    const columns = [column('period', 'text'), column('agent', 'text'), column('solved', 'number')];
    expect(
      findDrawn({
        per: 'month',
        columns,
        rows: [
          ['2026-11-01', 'Chen', 1],
          ['2026-11-01', 'Lin', 2],
        ],
      }),
    ).toMatchObject({
      look: 'bars',
      over: 1,
    });
  });

  it('nothing of lists of tickets, nor of an empty report', () => {
    expect(findDrawn({ per: null, columns: [column('number', 'text'), column('at', 'moment')], rows: [['1', '2']] })).toBeNull();
    expect(findDrawn({ per: 'day', columns: [column('period', 'text'), column('n', 'number')], rows: [] })).toBeNull();
  });
});
