import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findBreakingDocuments, renderDocuments } from '#contracts/publishing';
import { renderReference } from '#runtime';
import { renderDeskKeys, renderDeskSchema, renderOpenApi } from '#apps/ticketing/src/ticketing.module';
import { APPS } from './composition.js';
import { renderOperations, renderSchemas } from './generating/render-api-client.js';

const SCHEMAS = 'libs/contracts/schemas';
const CLIENT = 'libs/api-client/src/generated';
const PUBLISHED = 'libs/contracts/published';

/** Every generated file of the repository: path → content. */
async function renderAll(): Promise<Map<string, string>> {
  const schemas = [...renderDocuments()].map(([name, text]) => [join(SCHEMAS, name), text] as const);
  const document = await renderOpenApi();
  const inboxSchemas = (await Promise.all(APPS.map((load) => load()))).flatMap((app) => app.inboxSchemas);
  return new Map([
    ...schemas,
    ['config/reference.yaml', renderReference()],
    ['docs/openapi.json', document],
    [join(CLIENT, 'schemas.ts'), renderSchemas(document)],
    [join(CLIENT, 'operations.ts'), renderOperations(document)],
    ['config/desks/schema.json', await renderDeskSchema(inboxSchemas)],
    ['docs/desk-reference.md', await renderDeskKeys()],
  ]);
}

async function readPublished(): Promise<Map<string, string>> {
  const names = await readdir(PUBLISHED).catch(() => [] as string[]);
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(PUBLISHED, name), 'utf8')] as const)));
}

async function check(files: Map<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of files)
    if ((await readFile(path, 'utf8').catch(() => '')) !== text)
      stale.push(`${path}: not what the code says; run npm run generate and commit`);
  return stale;
}

async function write(files: Map<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** `generate`: writes them. `generate --check`: says which are stale. `generate --publish`: freezes today's schemas as the promise to keep. */
export async function main(args: readonly string[]): Promise<number> {
  const files = await renderAll();
  const faults = findBreakingDocuments(await readPublished()).map((fault) => `breaking change of a published event: ${fault}`);
  if (args.includes('--check')) faults.push(...(await check(files)));
  else {
    await write(files);
    if (args.includes('--publish')) await write(new Map([...renderDocuments()].map(([name, text]) => [join(PUBLISHED, name), text])));
  }
  for (const fault of faults) console.error(fault);
  return faults.length > 0 ? 1 : 0;
}
