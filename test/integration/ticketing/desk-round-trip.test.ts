import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettingsFile } from '#runtime';
import { type Api, openApi } from '../../support/ticketing-api.js';

const FOLDER = fileURLToPath(new URL('../../../config/desks/', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

interface Got {
  readonly version: number;
  readonly desk: { readonly languages?: string[] };
}

describe('a desk that is got', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: {} });
  });
  afterAll(() => api.close());

  const get = async (query = '') => (await api.ask<Got>('GET', `/api/v1/desk${query}`)).body;
  const put = async (desk: unknown, expectedVersion?: number) => {
    const { status, body } = await api.ask<Got & { faults?: object[] }>('PUT', '/api/v1/desk', { body: { desk, expectedVersion } });
    expect([status, body.faults]).toEqual([200, undefined]);
    return body;
  };

  it('is one of five', () => {
    expect(FILES).toHaveLength(5);
  });

  it.each(FILES)('can be put again as it is, and changed: %s', async (name) => {
    const { layer, faults } = readSettingsFile(`${FOLDER}${name}`, name);
    expect(faults).toEqual([]);
    const written = JSON.stringify(layer.values['profile']);
    const { version } = await put(layer.values['profile']);
    const got = await get();
    // The same text, with the order of its file.
    expect([got.version, JSON.stringify(got.desk)]).toEqual([version, written]);
    expect(await put(got.desk, version)).toEqual(got);
    expect((await get()).version).toBe(version);
    const changed = { ...got.desk, languages: [...(got.desk.languages ?? ['zh', 'en']), 'pt'] };
    expect((await put(changed, version)).version).toBe(version + 1);
    expect(JSON.stringify((await get()).desk)).toBe(JSON.stringify(changed));
    // With its defaults it shows more than was written.
    expect(Object.keys((await get('?defaults=true')).desk).length).toBeGreaterThan(Object.keys(changed).length);
  });
});
