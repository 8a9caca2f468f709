import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandOptions, InspectInput, InspectLine } from '#runtime';
import { inspections } from './classify.inspect.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'classify-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inspect(files: Record<string, string>, options: CommandOptions): Promise<InspectLine[]> {
  const inputs = Object.entries(files).map(([file, text]): InspectInput => ({ file, read: () => Promise.resolve(Buffer.from(text)) }));
  const lines: InspectLine[] = [];
  for await (const line of inspections[0]!.run(toAsync(inputs), options)) lines.push(line);
  return lines;
}

async function* toAsync(inputs: readonly InspectInput[]): AsyncIterable<InspectInput> {
  for (const input of inputs) yield await Promise.resolve(input);
}

async function writeExamples(text: string): Promise<string> {
  const path = join(folder, 'examples.jsonl');
  await writeFile(path, text);
  return path;
}

describe('inspect classify', () => {
  it('answers each row, in order, and says which is none', async () => {
    const rows = ['refund please', 'I want a refund', 'password reset', 'reset the password'];
    const examples = await writeExamples(
      rows.map((text, index) => JSON.stringify({ text, label: index < 2 ? 'refund' : 'login' })).join('\n'),
    );
    const lines = await inspect({ 'a.jsonl': '{"text":"refund"}\n\nnonsense\n{"text":"password"}\n', b: '{"text":""}' }, { examples });
    expect(lines).toMatchObject([
      { file: 'a.jsonl', ok: true, candidates: [{ label: 'refund' }, { label: 'login' }] },
      { file: 'a.jsonl', ok: false, error: { code: 'invalid_row', message: 'line 2 is no JSON object with a text' } },
      { file: 'a.jsonl', ok: true, candidates: [{ label: 'login' }, { label: 'refund' }] },
      { file: 'b', ok: true, label: null, confidence: 0, candidates: [] },
    ]);
  });

  it('is used wrongly without examples, or with some that have no label', async () => {
    await expect(inspect({}, {})).rejects.toThrow('--examples needs a file');
    await expect(inspect({}, { examples: join(folder, 'none') })).rejects.toThrow('cannot be read');
    const examples = await writeExamples('{"text":"a","label":"b"}\n{"text":"c"}');
    await expect(inspect({}, { examples })).rejects.toThrow('line 2 is no JSON object with a text and a label');
  });
});
