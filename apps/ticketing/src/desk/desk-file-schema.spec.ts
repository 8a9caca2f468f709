import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readSettingsFile } from '#runtime';

const FOLDER = 'config/desks';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

describe('the published schema of a desk’s file', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (instance: Ajv2020) => void)(ajv);
  const check = ajv.compile(JSON.parse(readFileSync(`${FOLDER}/schema.json`, 'utf8')) as object);
  const read = (name: string): Record<string, unknown> => structuredClone(readSettingsFile(`${FOLDER}/${name}`, name, {}).layer.values);

  it.each(files)('takes %s as it is shipped', (name) => {
    check(read(name));
    expect(check.errors ?? []).toEqual([]);
  });

  it('refuses what is wrong beside the profile too: inboxes, addresses, numbering', () => {
    const desk = read('smartcv.yaml');
    const [first, ...others] = desk['inboxes'] as object[];
    const wrong = [
      { ...desk, bogus: true },
      { ...desk, inboxes: 5 },
      { ...desk, inboxes: [{ ...first, addres: 'x' }, ...others] },
      { ...desk, inboxes: [{ ...first, address: 5 }, ...others] },
      { ...desk, inboxes: [{ ...first, numberCode: 'lower' }, ...others] },
      { ...desk, deskSettings: { origins: { call: 'too long a code' } } },
      { ...desk, profile: { nonsense: {} } },
    ];
    expect(wrong.map((each) => check(each))).toEqual(wrong.map(() => false));
    expect(check({ ...desk, inboxes: [{ id: 'robot', channel: 'dingtalk', anything: 'of a foreign connector' }] })).toBe(true);
  });
});
