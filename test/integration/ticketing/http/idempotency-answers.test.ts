import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashRequest } from '../../../../apps/ticketing/src/http/idempotency.js';
import { type ApiDesk, openApiDesk } from './api-desk.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
  readonly responses: Record<string, { readonly description: string }>;
}
/** A route that changes something, as the document tells it, on a thing that there is not. */
interface Write {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly takesKey: boolean;
  readonly body: { readonly body?: unknown; readonly raw?: string };
  /** `status code`, of every problem. */
  readonly problems: readonly string[];
}

const UPLOAD = 'POST /api/v1/uploads';
const MAKE_KEY = 'POST /api/v1/api-keys';

let desk: ApiDesk;
let writes: readonly Write[];
beforeAll(async () => {
  desk = await openApiDesk();
  const { body } = await desk.api.ask<{ paths: Record<string, Record<string, Operation>> }>('GET', '/api/openapi.json', { key: null });
  writes = Object.entries(body.paths).flatMap(([template, operations]) =>
    Object.entries(operations)
      .filter(([method]) => method !== 'get')
      .map(([method, operation]) => describeWrite(method.toUpperCase(), template, operation)),
  );
});
afterAll(() => desk.api.close());

function describeWrite(method: string, template: string, { parameters = [], requestBody, responses }: Operation): Write {
  const isJson = requestBody?.content['application/json'] !== undefined;
  return {
    name: `${method} ${template}`,
    method,
    path: template.replaceAll(/\{\w+\}/g, 'none'),
    takesKey: parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'Idempotency-Key'),
    body: requestBody === undefined ? {} : isJson ? { body: { name: 'a', scopes: ['admin'] } } : { raw: 'some bytes' },
    problems: Object.entries(responses).flatMap(([status, { description }]) => description.split(', ').map((code) => `${status} ${code}`)),
  };
}

/** Names of the writes that did not answer so, or of which the document does not say that they may. */
async function findOthers(asked: readonly Write[], key: string, problem: string): Promise<unknown[]> {
  const answers = asked.map(async ({ name, method, path, body, problems }) => {
    const answer = await desk.api.ask(method, path, { ...body, headers: { 'idempotency-key': key } });
    const told = `${answer.status} ${String(answer.body['code'])}`;
    return told === problem && problems.includes(problem) ? [] : [{ name, told, problems }];
  });
  return (await Promise.all(answers)).flat();
}

/** As if another request with this key were under way or done: who asked, with which hash. */
async function takeKey(key: string, hash: string, principal: string): Promise<void> {
  const { database, clock } = desk.api.desk;
  await database.sql.query(
    `insert into http_idempotency (principal, key, request_hash, started_at, claim) values ($1, $2, $3, $4, gen_random_uuid())`,
    [principal, key, hash, clock.now()],
  );
}

describe('the Idempotency-Key in the document', () => {
  it('is of every write but logins, and of what is told and forgotten', () => {
    const keyless = writes.filter(({ takesKey }) => !takesKey).map(({ name }) => name);
    expect(keyless.sort()).toEqual([
      'DELETE /api/v1/first-run/marks/{mark}',
      'DELETE /api/v1/session',
      'DELETE /api/v1/session/oidc',
      // Saved again and again while one writes; of two the later holds.
      'DELETE /api/v1/tickets/{id}/draft',
      // Tried, and nothing is left of it.
      'POST /api/v1/first-run/test-mails',
      'POST /api/v1/inbox-tests',
      // By links that say who may: done twice they leave what the first left.
      'POST /api/v1/page-links/{token}',
      ...['closure', 'confirmations', 'confirmations/{confirmationId}/answers', 'files', 'rating', 'reopening'].map(
        (act) => `POST /api/v1/progress/{token}/${act}`,
      ),
      'POST /api/v1/report-facts',
      'POST /api/v1/session',
      // What they answer is shown once and kept nowhere.
      ...['', '/confirmation', '/recovery-codes', '/removal'].map((step) => `POST /api/v1/session/second-factor${step}`),
      'POST /api/v1/surveys/{token}/answers',
      'POST /api/v1/tickets/{id}/seen',
      'POST /api/v1/tickets/{id}/typing',
      'PUT /api/v1/first-run/marks/{mark}',
      // Named by the reader's browser: again it is the same opinion.
      'PUT /api/v1/help/articles/{articleId}/opinions/{opinionId}',
      'PUT /api/v1/session/extension',
      'PUT /api/v1/session/password',
      'PUT /api/v1/tickets/{id}/draft',
      'PUT /api/v1/tickets/{id}/viewers/me',
    ]);
    expect(writes.filter(({ takesKey }) => takesKey).length).toBeGreaterThan(12);
  });

  it('that is none, of another request or under way is answered as each of them says', async () => {
    // The key of what is written by a link is the message's own, on the log.
    const keyed = writes.filter(({ takesKey, name }) => takesKey && name !== 'POST /api/v1/progress/{token}/messages');
    expect(await findOthers(keyed, 'é', '422 invalid_request')).toEqual([]);

    const principal = await findPrincipal();
    await takeKey('other', hashRequest('of another request'), principal);
    await desk.api.ask('POST', '/api/v1/api-keys', { headers: { 'idempotency-key': 'other' }, body: { name: 'b', scopes: ['admin'] } });
    expect(await findOthers(keyed, 'other', '422 idempotency_conflict')).toEqual([]);

    const slow = keyed.filter(({ name }) => name !== MAKE_KEY);
    for (const { name, method, path, body } of slow) await takeKey(`slow ${name}`, await hashOf(name, method, path, body), principal);
    const asked = slow.map((write) => findOthers([write], `slow ${write.name}`, '409 idempotency_in_progress'));
    expect((await Promise.all(asked)).flat()).toEqual([]);
  }, 180_000);

  it('of a login is not looked at', async () => {
    const asking = { key: null, headers: { 'idempotency-key': 'é' }, body: { email: 'nobody@example.com', password: 'wrong' } };
    expect((await desk.api.ask('POST', '/api/v1/session', asking)).body).toMatchObject({ status: 401, code: 'login_refused' });
  });
});

/** The bootstrap key, as what it asked before is remembered. */
async function findPrincipal(): Promise<string> {
  const { id } = await desk.takeTicket('Whose requests');
  await desk.api.ask('POST', `/api/v1/tickets/${id}/notes`, { headers: { 'idempotency-key': 'first' }, body: { text: 'hello' } });
  const [row] = await desk.api.desk.database.sql.query<{ principal: string }>('select principal from http_idempotency');
  return row!.principal;
}

async function hashOf(name: string, method: string, path: string, { body, raw }: Write['body']): Promise<string> {
  if (name !== UPLOAD) return hashRequest(method, path, JSON.stringify(body ?? null));
  const { body: upload } = await desk.api.ask<{ ref: string }>('POST', '/api/v1/uploads', { raw: raw! });
  return hashRequest(method, path, upload.ref);
}
