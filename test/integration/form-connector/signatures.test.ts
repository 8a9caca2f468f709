import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { InspectInput } from '#runtime';
import { inspections } from '../../../apps/form-connector/src/form.inspect.js';

const folder = join(process.env['CORPORA_DIR'] ?? '', 'webhook-signature');
const there = process.env['CORPORA_DIR'] !== undefined && existsSync(folder);
if (!there) console.warn('SKIPPED signatures with known answers: CORPORA_DIR names no folder with webhook-signature');

(there ? describe : describe.skip)('signatures with known answers', () => {
  it('are judged as their schemes judge them', async () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'));
    expect(files.length).toBeGreaterThan(0);
    const inputs = (async function* (): AsyncGenerator<InspectInput> {
      await Promise.resolve();
      for (const file of files) yield { file, read: () => Promise.resolve(readFileSync(join(folder, file))) };
    })();
    const wrong: string[] = [];
    for await (const line of inspections[0]!.run(inputs, {})) {
      const expected = JSON.parse(readFileSync(join(folder, line.file.replace(/\.json$/, '.expected.json')), 'utf8')) as { valid: boolean };
      if (!line.ok || line['valid'] !== expected.valid) wrong.push(line.file);
    }
    expect(wrong).toEqual([]);
  });
});
