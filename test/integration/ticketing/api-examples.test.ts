import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ApiClient, ApiProblem } from '#api-client';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { type Api, BOOTSTRAP_KEY, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

interface Example {
  readonly language: string;
  readonly text: string;
  readonly title: string;
  /** What the answer holds at least. */
  readonly answer: object | null;
}

const AsyncFunction = (async () => undefined).constructor as new (...names: string[]) => (...values: unknown[]) => Promise<void>;
const examples = readExamples(readFileSync('docs/api.md', 'utf8'));

let api: Api;
beforeAll(async () => {
  api = await openApi();
  const report = {
    inboxId: 'support' as never,
    channel: 'email',
    provider: 'test',
    state: 'connected' as const,
    at: '2026-03-02T09:00:00.000Z',
  };
  await new InboxRepository().keep(api.desk.database.sql, [report]);
});
afterAll(() => api.close());

/** Fences of the page, each with the JSON that stands behind it. */
function readExamples(page: string): Example[] {
  const fences = [...page.matchAll(/^```(sh|js|json)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }));
  return fences.flatMap(({ language, text }, index) => {
    if (language === 'json') return [];
    const next = fences[index + 1];
    const title = text.split('\n').find((line) => /curl|client\.ask|createHmac/.test(line)) ?? text;
    return [{ language, text, title: title.slice(0, 90), answer: next?.language === 'json' ? (JSON.parse(next.text) as object) : null }];
  });
}

async function runShell(text: string): Promise<string> {
  const child = spawn('bash', ['-ec', text], { env: { ...process.env, TRIBUTARY_URL: api.url, TRIBUTARY_KEY: BOOTSTRAP_KEY } });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  expect(await new Promise((done) => child.once('close', done))).toBe(0);
  return out;
}

/** Every value of the example is in the answer; a list holds an item like each of its. */
function holds(answer: unknown, example: unknown): boolean {
  if (Array.isArray(example)) return Array.isArray(answer) && example.every((each) => answer.some((item) => holds(item, each)));
  if (typeof example !== 'object' || example === null) return answer === example;
  return (
    typeof answer === 'object' &&
    answer !== null &&
    Object.entries(example).every(([key, value]) => holds((answer as Record<string, unknown>)[key], value))
  );
}

describe('the examples of docs/api.md', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(6);
    expect(examples.some(({ language }) => language === 'js')).toBe(true);
  });

  it.each(examples.map((example): [string, Example] => [example.title, example]))('%s', async (_, { language, text, answer }) => {
    const printed: string[] = [];
    const write = { log: (...words: unknown[]) => void printed.push(words.map(String).join(' ')) };
    if (language === 'js') await new AsyncFunction('ApiClient', 'url', 'key', 'console', text)(ApiClient, api.url, BOOTSTRAP_KEY, write);
    else printed.push(await runShell(text));
    expect(printed.join('').trim()).not.toBe('');
    if (answer !== null && !holds(JSON.parse(printed[0]!), answer)) expect(JSON.parse(printed[0]!)).toMatchObject(answer);
  });
});

describe('the client', () => {
  const client = () => new ApiClient({ url: api.url, key: BOOTSTRAP_KEY });

  it('walks through a list, knows problems by their code and tries again only what may be', async () => {
    for (let index = 0; index < 5; index += 1) await api.desk.take(mail({ subject: `Page ${index}` }));
    const subjects: string[] = [];
    for await (const { subject } of client().items('GET /tickets', { query: { limit: 2, q: 'Page' } })) subjects.push(subject);
    expect(subjects.sort()).toEqual([0, 1, 2, 3, 4].map((index) => `Page ${index}`));
    const problem = await client()
      .ask('GET /tickets/{id}', { path: { id: 'none' } })
      .catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 404, code: 'ticket_unknown' });

    let asked = 0;
    const failing = () => {
      asked += 1;
      return Promise.reject(new Error('nobody is there'));
    };
    const away = new ApiClient({ url: api.url, key: 'x', fetch: failing, tries: 2 });
    await expect(away.ask('POST /tickets/{id}/notes', { path: { id: 'x' }, body: { text: 'x' } })).rejects.toThrow('nobody');
    expect(asked).toBe(1);
    await expect(away.ask('POST /tickets/{id}/notes', { path: { id: 'x' }, body: { text: 'x' }, idempotencyKey: 'k' })).rejects.toThrow(
      'nobody',
    );
    expect(asked).toBe(3);
  });
});
