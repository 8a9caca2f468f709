import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-'));
  for (const name of ['a', 'b'])
    writeFileSync(
      join(folder, `${name}.jsonl`),
      `${JSON.stringify({ message_id: `${name}@x`, in_reply_to: [], references: [], subject: 'Hi', from: 'a@x.org', to: 'b@x.org', date: null })}\n`,
    );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function inspect(
  args: readonly string[],
  input = '',
): Promise<{ code: number; lines: { file: string; ok: boolean }[]; errors: string }> {
  const child = spawn(process.execPath, ['apps/tools/run.mjs', 'inspect', ...args], { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  const lines = output.split('\n').filter((line) => line !== '');
  return { code, lines: lines.map((line) => JSON.parse(line) as { file: string; ok: boolean }), errors };
}

describe('inspect', () => {
  it('answers each input with one line, in order, a file that cannot be read among them', async () => {
    const [a, b, none] = ['a.jsonl', 'b.jsonl', 'none.jsonl'].map((name) => join(folder, name)) as [string, string, string];
    const { code, lines } = await inspect(['thread', b, none, a]);
    expect([code, lines.map(({ file, ok }) => [file, ok])]).toEqual([
      0,
      [
        [b, true],
        [none, false],
        [a, true],
      ],
    ]);
  });

  it('takes a list of files from stdin', async () => {
    const { code, lines } = await inspect(['thread', '--files-from', '-'], `${join(folder, 'a.jsonl')}\n${join(folder, 'b.jsonl')}\n`);
    expect([code, lines.length]).toEqual([0, 2]);
  });

  it('shows each row of HTML as a browser gets it, and refuses what is no row alone', async () => {
    const rows = join(folder, 'rows.jsonl');
    const payloads = [
      '<p onclick="x()">Hi<script>x()</script></p>',
      '<svg onload=x()>',
      '<a href="javascript:x()">y</a><form><input></form>',
    ];
    writeFileSync(
      rows,
      [...payloads.map((payload) => JSON.stringify({ payload })), 'no JSON', JSON.stringify({ payload: '<b>bold</b>' })].join('\n'),
    );
    const { code, lines } = await inspect(['html', rows]);
    expect([code, lines.map((line) => (line as { html?: string }).html)]).toEqual([
      0,
      ['<p>Hi</p>', '', '<a>y</a>', undefined, '<b>bold</b>'],
    ]);
    expect(lines[3]).toMatchObject({ file: rows, ok: false, error: { code: 'invalid_row', message: expect.stringContaining('row 4') } });
  });

  it.each([
    [[], 'usage'],
    [['thread'], 'no FILE'],
    [['thread', '--bogus', 'x'], '--bogus'],
    [['nonsense', 'x'], 'no such kind'],
    [['classify', 'x'], '--examples needs a file'],
    [['thread', '--files-from', 'nowhere.txt'], 'nowhere.txt'],
  ])('wrong usage %j ends with 2 and says why', async (args, words) => {
    const { code, lines, errors } = await inspect(args);
    expect([code, lines]).toEqual([2, []]);
    expect(errors).toContain(words);
  });
});
