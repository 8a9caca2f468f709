import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TicketReader } from '../../../../apps/ticketing/src/tickets/ticket-reader.js';
import { type LoggedIn, loginAgent } from '../../../support/agent-login.js';
import { type Api, openApi } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';

interface Viewer {
  readonly ticketId: string;
  readonly agentId: string;
  readonly typing: boolean;
}

let api: Api;
let ann: LoggedIn;
let bob: LoggedIn;
beforeAll(async () => {
  api = await openApi();
  ann = await loginAgent(api, 'Ann');
  bob = await loginAgent(api, 'Bob');
}, 120_000);
afterAll(() => api?.close());

async function open() {
  const subject = randomUUID();
  await api.desk.take(mail({ from: `${subject}@viewers.test`, subject }));
  return (await api.desk.get(TicketReader).list({ q: subject })).items[0]!;
}
const look = (who: LoggedIn, id: string, typing = false) => who.ask('PUT', `/tickets/${id}/viewers/me`, { typing });
const list = async (who: LoggedIn, id: string) => (await who.ask<{ items: unknown[] }>('GET', `/tickets/${id}/viewers`)).body;

/** Hears the stream as server-sent events until it is aborted. */
async function hear({ cookie }: LoggedIn, signal: AbortSignal): Promise<Viewer[]> {
  const response = await fetch(`${api.url}/api/v1/stream`, { headers: { cookie }, signal });
  const heard: Viewer[] = [];
  const read = async () => {
    let text = '';
    for await (const bytes of response.body!) {
      text += Buffer.from(bytes as Uint8Array).toString();
      const lines = text.split('\n');
      text = lines.pop()!;
      for (const line of lines) {
        const { viewer } = line.startsWith('data: ') ? (JSON.parse(line.slice(6)) as { viewer?: Viewer }) : {};
        if (viewer !== undefined) heard.push(viewer);
      }
    }
  };
  void read().catch(() => undefined);
  return heard;
}

describe('agents who look at a ticket', () => {
  it('are told to the others for twenty seconds, and whether they write', async () => {
    const { id, number } = await open();
    expect((await look(ann, number)).status).toBe(204);
    const shown = { agentId: ann.id, name: 'Ann', typing: false };
    expect(await list(bob, id)).toEqual({ items: [shown], nextCursor: null });
    expect(await list(ann, id)).toEqual({ items: [], nextCursor: null });
    await look(ann, id, true);
    expect(await list(bob, id)).toMatchObject({ items: [{ ...shown, typing: true }] });
    api.desk.clock.advance(19_999);
    expect(await list(bob, id)).toMatchObject({ items: [{ agentId: ann.id }] });
    api.desk.clock.advance(1);
    expect(await list(bob, id)).toMatchObject({ items: [] });
    expect((await api.ask<{ code: string }>('PUT', `/api/v1/tickets/${id}/viewers/me`, { body: { typing: false } })).body.code).toBe(
      'not_an_agent',
    );
    expect((await look(ann, randomUUID())).status).toBe(404);
  });

  it('are told in the stream to who may see the ticket, not to themselves', async () => {
    const [shown, hidden] = [await open(), await open()];
    await api.desk.database.sql.query('update tickets set confidential = true, assignee_id = $1 where id = $2', [ann.id, hidden.id]);
    const stop = new AbortController();
    const [own, others] = await Promise.all([hear(ann, stop.signal), hear(bob, stop.signal)]);
    // Until the line is there.
    for (let tries = 0; tries < 100 && others.length === 0; tries += 1) {
      await look(ann, hidden.id, true);
      await look(ann, shown.id, true);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop.abort();
    expect(own).toEqual([]);
    expect(new Set(others.map(({ ticketId }) => ticketId))).toEqual(new Set([shown.id]));
    expect(others[0]).toEqual({
      ticketId: shown.id,
      number: shown.number,
      agentId: ann.id,
      name: 'Ann',
      typing: true,
      expiresInMs: 20_000,
    });
    expect((await list(bob, hidden.id)) as unknown).toMatchObject({ status: 404 });
  });
});
