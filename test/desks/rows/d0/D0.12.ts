import { ApiClient } from '#api-client';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { API_KEY } from '../../../support/started-product.js';
import { row } from '../../row.js';

/** Developers read how it is done, and it is done so. */
export default row('D0.12', async (desk, show) => {
  const { apiUrl } = desk.product;
  const document = (await (await fetch(`${apiUrl}/api/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, Record<string, object>>;
  };
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(document.openapi).toBe('3.1.0');
  expect((await fetch(`${apiUrl}/api/docs`)).headers.get('content-type')).toContain('text/html');

  // The page of examples speaks of routes that there are, and its client works on this desk.
  const page = readFileSync('docs/api.md', 'utf8');
  const examples = [...page.matchAll(/^```(?:sh|js)\n/gm)];
  const named = [...page.matchAll(/'((?:GET|POST|PATCH) \/[^']+)'/g)].map(([, route]) => route!.replace(' ', ' /api/v1'));
  expect(named.filter((route) => !routes.includes(route))).toEqual([]);
  const client = new ApiClient({ url: apiUrl, key: API_KEY });
  const contact = { identity: { scheme: 'email', value: 'developer@d0-12.test' } };
  const made = await client.ask('POST /tickets', { body: { subject: 'By a program', origin: 'call', contact }, idempotencyKey: 'd0.12' });
  const again = await client.ask('POST /tickets', { body: { subject: 'By a program', origin: 'call', contact }, idempotencyKey: 'd0.12' });
  expect(again.number).toBe(made.number);
  expect((await client.ask('GET /tickets/{id}', { path: { id: made.number } })).subject).toBe('By a program');

  show(
    `${routes.length} routes described at /api/docs; ${examples.length} examples of docs/api.md run by a test; the typed client opened ${made.number} once though it asked twice`,
  );
});
