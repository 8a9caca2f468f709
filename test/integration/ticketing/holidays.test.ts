import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readDeskFile } from '../../../apps/ticketing/src/desk/desk-file.js';
import { HolidayFollower } from '../../../apps/ticketing/src/service-levels/holidays/holiday-follower.js';
import { openDesk } from '../../support/ticketing-desk.js';
import { DESK, type List, openClockHouse } from './clock-house.js';

const folder = mkdtempSync(join(tmpdir(), 'tributary-holidays-'));
const settings = { deskSettings: { holidays: folder } };
const { api, clockOf, get, moveTo, open, settle, shanghai } = await openClockHouse(settings);

const write = (days: string) =>
  writeFileSync(
    join(folder, 'own.yaml'),
    `key: cn\nname: { en: Own }\nyears:\n  2027:\n    source: us\n    holidays:\n      - { key: own-feast, name: { en: Feast }, from: ${days} }\n`,
  );

describe('holidays from files', () => {
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const look = async () => {
    await api.desk.get(HolidayFollower).look();
    await settle();
  };
  const missing = async () => (await get<List<{ text: string }>>('/notices?kind=holidays_missing')).items.length;

  it('a year that is added while the desk runs moves what is due, without a restart; so does one that is taken back', async () => {
    moveTo('2027-01-04T17:00:00');
    await settle();
    const warned = await missing();
    const { ticket } = await open();
    const due = async () => shanghai((await clockOf(ticket, 'response')).dueAt);
    expect(await due()).toBe('2027-01-05T12:00');
    write('2027-01-05, to: 2027-01-06');
    await look();
    expect(await due()).toBe('2027-01-07T12:00');
    expect([warned, await missing()]).toEqual([1, 1]);
    write('2027-01-05');
    await look();
    expect(await due()).toBe('2027-01-06T12:00');
  });

  it('a file with faults changes nothing, and is told of by the check of a desk’s file', async () => {
    const { ticket } = await open();
    const before = await clockOf(ticket, 'response');
    write('2027-13-01');
    await look();
    expect((await clockOf(ticket, 'response')).dueAt).toBe(before.dueAt);
    const file = join(folder, 'desk.yml.txt');
    writeFileSync(file, `deskSettings: { holidays: ${folder}, name: 7 }\n`);
    const { faults } = await readDeskFile(file, () => Promise.resolve([]));
    expect(faults.map(({ path }) => path)).toEqual(['deskSettings.name']);
    writeFileSync(file, `deskSettings: { holidays: ${folder} }\n`);
    const whole = await readDeskFile(file, () => Promise.resolve([]));
    expect(whole.faults).toEqual([expect.objectContaining({ where: expect.stringMatching(/own\.yaml:7$/) })]);
    write('2027-01-05');
    await look();
  });

  it('what changed while nothing ran is followed at the start', async () => {
    moveTo('2027-01-11T17:00:00');
    const { ticket } = await open();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2027-01-12T12:00');
    write('2027-01-12');
    const other = await openDesk({ database: { url: api.desk.database.url, close: () => Promise.resolve() }, desk: DESK, settings });
    await other.close();
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2027-01-13T12:00');
  });
});
