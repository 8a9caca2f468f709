import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatDay, parseDay, weekdayOf } from '../calendars/local-day.js';
import { readHolidaySets } from './holiday-files.js';

const shipped = readHolidaySets('config/holidays');

describe('holidays that ship', () => {
  it('are China’s as the State Council gave notice of them, with the days that are worked instead', () => {
    const cn = shipped.get('cn')!;
    const count = (year: number) => [...cn.holidays.keys()].filter((day) => formatDay(day).startsWith(String(year))).length;
    expect([2024, 2025, 2026].map(count)).toEqual([28, 28, 33]);
    expect([...cn.makeUpDays.keys()].filter((day) => formatDay(day).startsWith('2026')).map(formatDay)).toEqual([
      ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    ]);
    for (const day of cn.makeUpDays.keys()) expect(['sat', 'sun']).toContain(weekdayOf(day));
    expect(cn.holidays.get(parseDay('2026-10-01')!)!.key).toBe('national-day');
    expect([cn.covers(parseDay('2026-12-31')!), cn.covers(parseDay('2027-01-01')!)]).toEqual([true, false]);
  });

  it('are those of other countries', () => {
    expect(shipped.get('us')!.holidays.get(parseDay('2026-07-03')!)!.key).toBe('independence-day');
    expect(shipped.get('de')!.holidays.get(parseDay('2026-04-06')!)!.key).toBe('easter-monday');
  });
});

describe('holidays of an installation', () => {
  const folder = (files: Record<string, string>) => {
    const path = mkdtempSync(join(tmpdir(), 'tributary-holidays-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  };
  const year = (more: string) => `key: x\nname: { en: X }\nyears:\n  2027:\n    source: us\n    holidays:\n${more}`;

  it('add years to a set, and say whose hours a make-up day has', () => {
    const sets = readHolidaySets(
      folder({
        'a.yaml': year(
          '      - { key: feast, name: { en: Feast }, from: 2027-01-01, to: 2027-01-03 }\n    workdays: [{ date: 2027-01-09, as: fri }]\n',
        ),
        'b.yml':
          'key: x\nname: { en: X }\nyears:\n  2028: { source: us, holidays: [{ key: feast, name: { en: Feast }, from: 2028-01-01 }] }\n',
        'c.txt': 'nothing',
      }),
    );
    const set = sets.get('x')!;
    expect([set.holidays.size, set.makeUpDays.get(parseDay('2027-01-09')!), [...set.years]]).toEqual([4, 'fri', [2027, 2028]]);
  });

  it('have all their faults told at once, with lines', () => {
    const path = folder({
      'a.yaml': year('      - { key: feast, name: { en: Feast }, from: 2026-12-31 }\n    workdays: [2027-13-01]\n'),
      'b.yaml': year('      - { key: feast, name: { en: Feast }, from: 2027-05-01 }\n    workdays: [2027-05-01]\n'),
    });
    expect(() => readHolidaySets(path)).toThrow(/2 faults[\s\S]*a\.yaml:8[\s\S]*b\.yaml:8[\s\S]*a holiday too/);
  });

  it('are none where there is no folder', () => {
    expect(readHolidaySets('/nowhere').size).toBe(0);
  });

  const faultsOf = (text: string): string => {
    try {
      readHolidaySets(folder({ 'a.yaml': text }));
      return '';
    } catch (error) {
      expect(error).toMatchObject({ code: 'holidays_invalid' });
      return String((error as Error).message);
    }
  };
  const feast = (from: string, to?: string) =>
    `      - { key: feast, name: { en: Feast }, from: ${from}${to === undefined ? '' : `, to: ${to}`} }\n`;

  it.each([
    ['begin in another year', year(feast('2026-12-30', '2027-01-02')), 'is not in 2027'],
    ['end in another year', year(feast('2027-12-30', '2028-01-02')), 'is not in 2027'],
    ['are worked in another year', year(`${feast('2027-05-01')}    workdays: [2026-05-09]\n`), 'is not in 2027'],
    [
      'are worked, too',
      year(`${feast('2027-05-01', '2027-05-03')}    workdays: [{ date: 2027-05-02, as: fri }]\n`),
      '2027-05-02 is a holiday too',
    ],
    ['end before they begin', year(feast('2027-05-03', '2027-05-01')), 'ends before it begins'],
    ['take more than 60 days', year(feast('2027-05-01', '2027-06-30')), 'more than 60 days'],
    ['are no dates', year(feast('2027-02-30')), 'a date such as'],
    ['are of no year', year(feast('2027-05-01')).replace('2027:', '20271:'), 'a year'],
    ['have a key that is none', year(feast('2027-05-01')).replace('key: feast', 'key: Feast day'), 'key'],
    ['are of a set without a key', year(feast('2027-05-01')).replace('key: x', 'key: my x'), 'key'],
    ['are no YAML', 'key: [', 'a.yaml'],
  ])('are refused where they %s', (_, text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it('may last 60 days, and be worked on another day', () => {
    expect(faultsOf(year(`${feast('2027-05-01', '2027-06-29')}    workdays: [2027-07-03]\n`))).toBe('');
  });

  it('have names, and are worked as on Monday where nothing else is said', () => {
    const set = readHolidaySets(folder({ 'a.yaml': year(`${feast('2027-05-01', '2027-05-02')}    workdays: [2027-05-08]\n`) })).get('x')!;
    expect([[...set.names], set.makeUpDays.get(parseDay('2027-05-08')!), set.holidays.get(parseDay('2027-05-02')!)]).toEqual([
      ...[['feast'], 'mon', { key: 'feast', name: { en: 'Feast' } }],
    ]);
  });
});
