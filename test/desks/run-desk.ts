import { appendFileSync, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itWithService } from '../support/services/index.js';
import { inWhole } from '../support/whole-run.js';
import { type DeskName, listRows } from './desk-list.js';
import { OPEN_ROWS } from './open-rows.js';
import type { Row } from './row.js';
import { type RunningDesk, startDesk } from './running-desk.js';

const ROW_MS = 120_000;

type FiledRow = Row & { readonly file: string };

/** Rows are looked at in a browser of the desks that `DESK_SEEN=d1,d3` names; of all where it is `all`, of D0 where nothing is said. */
function isLookedAt(name: DeskName): boolean {
  const seen = (process.env['DESK_SEEN'] ?? 'd0').split(',');
  return seen.includes(name) || seen.includes('all');
}

function isRunNow(name: DeskName, { isSeen, byNight = false }: FiledRow): boolean {
  return (!isSeen || isLookedAt(name)) && inWhole(true, !byNight);
}

/** All rows of a desk on one running product. `DESK_ROWS=D0.3,D0.7` runs only these. */
export async function runDesk(name: DeskName): Promise<void> {
  const folder = join(process.cwd(), 'test/desks/rows', name);
  const files = existsSync(folder) ? (await readdir(folder)).filter((file) => file.endsWith('.ts')) : [];
  // One after another: jest's loader loses modules that two imports at once share.
  const loaded: FiledRow[] = [];
  for (const file of files) loaded.push({ ...((await import(join(folder, file))) as { default: Row }).default, file });
  const wanted = process.env['DESK_ROWS']?.split(',');
  const rows = loaded.filter((each) => (wanted === undefined ? isRunNow(name, each) : wanted.includes(each.id))).sort(inOrder);

  describe(`desk ${name.toUpperCase()}`, () => {
    let desk: RunningDesk;
    beforeAll(async () => {
      if (rows.length > 0) desk = await startDesk(name, rows.find(({ adds }) => adds !== undefined)?.adds);
    }, 180_000);
    afterAll(() => desk?.stop());

    for (const row of rows) {
      const title = row.file.replace('.ts', '');
      const limitMs = 2 * (row.limitMs ?? ROW_MS);
      const test = async () => {
        try {
          report(row.id, true, await show(desk, row));
        } catch (error) {
          report(row.id, false, error instanceof Error ? error.message : String(error));
          throw error;
        }
      };
      if (!row.isSeen) it(title, test, limitMs);
      else if (!itWithService('chromium', title, test, limitMs)) report(row.id, true, 'not looked at in a browser: there is none');
    }

    it('has a test for each row, or says that it has none', () => {
      const ids = loaded.map(({ id }) => id);
      const asked = listRows(name);
      expect(ids.filter((id) => !asked.includes(id) || OPEN_ROWS.includes(id))).toEqual([]);
      expect(asked.filter((id) => !ids.includes(id) && !OPEN_ROWS.includes(id))).toEqual([]);
    });
  });
}

/**
 * What a row says that it shows. Rows share a product whose clock jumps by days, and each jump has much fall due at once: one that fails beside the others
 * is tried once more, and says so.
 */
async function show(desk: RunningDesk, row: FiledRow): Promise<string> {
  const run = async () => {
    let shown = '';
    const name = row.file.replace('.ts', '');
    try {
      await row.run(desk, (words) => (shown = words));
    } catch (error) {
      await desk.screens.closeAll(name);
      throw error;
    }
    expect(await desk.screens.closeAll(name)).toEqual([]);
    expect(shown).not.toBe('');
    return shown;
  };
  try {
    return await run();
  } catch (first) {
    process.stderr.write(`${row.file}: tried once more, for ${first instanceof Error ? first.message.split('\n')[0] : String(first)}\n`);
    return `${await run().catch(() => Promise.reject(first))} (at the second try)`;
  }
}

function inOrder(a: Row, b: Row): number {
  return (a.on ?? '').localeCompare(b.on ?? '') || numberOf(a) - numberOf(b) || Number(a.isSeen) - Number(b.isSeen);
}

function numberOf({ id }: Row): number {
  return Number(id.split('.')[1]);
}

/** A line for `npm run desks`. */
function report(id: string, passed: boolean, words: string): void {
  const file = process.env['DESKS_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ id, passed, words: words.split('\n')[0] })}\n`);
}
