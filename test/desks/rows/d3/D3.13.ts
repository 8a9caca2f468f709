import { domainToASCII } from 'node:url';
import { expect } from '@jest/globals';
import { readSignedWebhook, verifyWebhook } from '#connector-sdk';
import { row } from '../../row.js';

/** A partner's program reads over the API what its key may, and is told what happens, signed. */
export default row('D3.13', async (desk, show) => {
  const path = '/d3-13';
  desk.partner.answer = (request) => (request.path === path && desk.partner.at(path).length === 1 ? 500 : 204);
  // Addresses inside the house are refused unless the operator names them.
  const inside = await desk.ask<{ code: string }>('POST', '/webhooks', { name: 'inside', url: 'https://127.0.0.1:8443/' });
  expect(inside.body.code).toBe('webhook_refused');
  const { id } = await desk.api<{ id: string }>('POST', '/webhooks', {
    name: 'partner',
    url: `http://${desk.partner.host}${path}`,
    events: ['ticket.opened.v1'],
  });
  const { secret } = await desk.api<{ secret: string }>('GET', `/webhooks/${id}/secret`);
  const to = `query@${domainToASCII('cr魔法.com')}`;
  const ticket = await desk.doors.mail({ from: 'player@d3-13.test', to, subject: '开放接口', text: '请看' });
  const received = () => desk.partner.at(path).filter(({ body }) => body.includes(ticket.id));
  await desk.until(() => Promise.resolve(received().length >= 1), 'the first try');
  await desk.clock.advance(10_000);
  await desk.until(() => Promise.resolve(received().length >= 2), 'the second try');
  const [first, second] = received();
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  expect(JSON.parse(second!.body)).toMatchObject({ type: 'ticket.opened.v1', data: { ticketId: ticket.id } });
  const signed = readSignedWebhook(second!.headers, Buffer.from(second!.body));
  expect(verifyWebhook(signed, [secret], desk.clock.now().getTime()).valid).toBe(true);
  await desk.api('DELETE', `/webhooks/${id}`);

  const { key } = await desk.api<{ key: string }>('POST', '/api-keys', { name: 'partner', scopes: ['tickets:read'] });
  const read = await fetch(`${desk.product.apiUrl}/api/v1/tickets/${ticket.id}`, { headers: { authorization: `Bearer ${key}` } });
  const write = await fetch(`${desk.product.apiUrl}/api/v1/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{"priority":"high"}',
  });
  expect([read.status, write.status]).toEqual([200, 403]);
  show(
    'a partner with a key for reading reads and may not write; the event of a new ticket reaches his webhook signed, a second time under the same id after a failure',
  );
});
