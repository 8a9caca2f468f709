import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inspectCallback } from '#apps/wechat-connector/src/inspecting/callback';
import { RefusedInput } from '#apps/wechat-connector/src/inspecting/inspector';
import { inspectXmlCallback } from '#apps/wechat-connector/src/inspecting/xml-callback';

const corpora = process.env['CORPORA_DIR'] ?? '';
const sets = ['wechat', 'wecom', 'wechat-hostile', 'im-crypto'].filter((set) => corpora !== '' && existsSync(join(corpora, set)));
if (sets.length === 0) console.warn('SKIPPED real callbacks with known fields: CORPORA_DIR names no folder of them');

interface Wanted {
  readonly well_formed: boolean;
  readonly msg_type: string | null;
  readonly event: string | null;
  readonly dedupe_key: Record<string, string> | null;
  readonly fields: Record<string, unknown> | null;
}

const read = (set: string, file: string) => readFileSync(join(corpora, set, file));
const wantedOf = (set: string, file: string) => JSON.parse(read(set, file.replace(/\.[a-z]+$/, '.expected.json')).toString()) as never;
const filesOf = (set: string) =>
  sets.includes(set) ? readdirSync(join(corpora, set)).filter((file) => /(?<!expected)\.(xml|json)$/.test(file)) : [];
const describeIf = sets.length === 0 ? describe.skip : describe;

describeIf('callbacks that others recorded', () => {
  it.each(['wechat', 'wecom'].flatMap((set) => filesOf(set).map((file) => [set, file] as const)))('%s/%s', (set, file) => {
    const wanted: Wanted = wantedOf(set, file);
    if (!wanted.well_formed) return expect(() => inspectXmlCallback(read(set, file))).toThrow(RefusedInput);
    const line = inspectXmlCallback(read(set, file));
    if (wanted.dedupe_key === null) return;
    expect(line.nativeType).toBe(wanted.msg_type?.trim() ?? null);
    expect(line.event).toBe(wanted.event?.trim() ?? null);
    for (const value of Object.values(wanted.dedupe_key)) expect(line.dedupeKey).toContain(value.trim());
    if (line.nativeType === 'text') expect(line.plainText).toBe(String(wanted.fields?.['Content']).trim());
  });

  it('that are hostile are refused or harmless', () => {
    for (const file of filesOf('wechat-hostile')) {
      const { required }: { required: string } = wantedOf('wechat-hostile', file);
      const look = () => JSON.stringify(inspectXmlCallback(read('wechat-hostile', file)));
      if (/rejected|^4xx/.test(required)) expect(look).toThrow(RefusedInput);
      else if (/file|network/.test(required)) expect(look).toThrow('DOCTYPE');
      else expect(look()).not.toContain('admin');
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each(filesOf('im-crypto'))('im-crypto/%s', (file) => {
    const wanted: { valid?: boolean; plain?: string } = wantedOf('im-crypto', file);
    if (wanted.valid === undefined) return;
    expect(inspectCallback(read('im-crypto', file))).toMatchObject({ valid: wanted.valid, plain: wanted.valid ? wanted.plain : null });
  });
});
