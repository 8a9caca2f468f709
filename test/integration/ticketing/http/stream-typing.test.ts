import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TYPING_CHANNEL } from '#contracts';
import { AgentRepository } from '../../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../../apps/ticketing/src/agents/passwords.js';
import { chat } from '../../../support/chat-desk.js';
import { type Api, openApi } from '../../../support/ticketing-api.js';

interface Heard {
  readonly cursor: string;
  readonly typing?: { readonly ticketId: string; readonly on: boolean; readonly expiresInMs: number };
}

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

async function login(role: 'agent' | 'supervisor') {
  const email = `${randomUUID()}@desk.example`;
  const password = 'a long enough password';
  const agents = new AgentRepository(api.desk.database, api.desk.clock);
  const { id } = await agents.create({ email, displayName: role, role, passwordHash: await new Passwords().hash(password) });
  const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email, password } });
  return { id, cookie: headers.get('set-cookie')!.split(';', 1)[0]! };
}

/** Hears the stream as server-sent events until it is aborted. */
async function hear(cookie: string, signal: AbortSignal): Promise<Heard[]> {
  const response = await fetch(`${api.url}/api/v1/stream`, { headers: { cookie }, signal });
  expect(response.status).toBe(200);
  const heard: Heard[] = [];
  const read = async () => {
    let text = '';
    for await (const bytes of response.body!) {
      text += Buffer.from(bytes as Uint8Array).toString();
      const lines = text.split('\n');
      text = lines.pop()!;
      for (const line of lines) if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)) as Heard);
    }
  };
  void read().catch(() => undefined);
  return heard;
}

describe('contacts who type', () => {
  it('are told to agents who are there and may see the ticket, and to nobody later', async () => {
    const [open, secret] = [chat('typist', 'hello'), chat('whisperer', 'psst', { handling: { confidential: true } })];
    await api.desk.take(open, secret);
    const ticketOf = async (id: string) =>
      (await api.desk.database.sql.query<{ ticket_id: string }>('select ticket_id from entries where id = $1', [id]))[0]!.ticket_id;
    const [shown, hidden] = [await ticketOf(open.id), await ticketOf(secret.id)];
    const [agent, boss, owner] = [await login('agent'), await login('supervisor'), await login('agent')];
    await api.desk.database.sql.query('update tickets set assignee_id = $1 where id = $2', [owner.id, hidden]);
    const stop = new AbortController();
    const heard = await Promise.all([agent, boss, owner].map(({ cookie }) => hear(cookie, stop.signal)));
    const tell = (conversationKey: string, by: string, on = true) =>
      api.desk.database.sql.query('select pg_notify($1, $2)', [
        TYPING_CHANNEL,
        JSON.stringify({ inboxId: 'shop', conversationKey, by, on }),
      ]);
    const typingOf = (who: readonly Heard[]) => new Set(who.flatMap(({ typing }) => (typing === undefined ? [] : [typing.ticketId])));
    // Until the line is there.
    for (let tries = 0; tries < 100 && typingOf(heard[1]!).size < 2; tries += 1) {
      await tell('whisperer', 'contact');
      await tell('nobody', 'contact');
      await tell('typist', 'contact');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard.map(typingOf)).toEqual([new Set([shown]), new Set([shown, hidden]), new Set([shown, hidden])]);
    expect(heard[0]!.find(({ typing }) => typing !== undefined)!.typing).toMatchObject({ ticketId: shown, on: true, expiresInMs: 5_000 });
    const { cursor } = heard[0]!.at(-1)!;
    expect(cursor).toBe(heard[0]![0]!.cursor);
    const count = heard[0]!.length;
    await tell('typist', 'agent');
    const late = await hear(agent.cookie, stop.signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([heard[0]!.length, typingOf(late).size]).toEqual([count, 0]);
    stop.abort();
  });
});
