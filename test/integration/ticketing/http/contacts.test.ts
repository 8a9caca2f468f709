import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Identity, InboundMessage, InboxId } from '#contracts';
import { InboxRepository } from '../../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { inbound } from '../../../../apps/ticketing/src/threading/testing/inbound.js';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page, type Ticket } from './api-desk.js';

interface Person {
  readonly id: string;
  readonly identities: readonly { readonly scheme: string; readonly value: string; readonly assurance: string }[];
}
interface Merge {
  readonly id: string;
  readonly reason: string;
  readonly undoneAt: string | null;
  readonly href: string;
}
interface Talk extends Ticket {
  readonly contact: Person;
}

let desk: ApiDesk;
beforeAll(async () => {
  desk = await openApiDesk();
  const at = '2026-03-02T09:00:00.000Z';
  const report = { inboxId: 'support' as InboxId, channel: 'email', provider: 'test', state: 'connected' as const, at };
  await new InboxRepository().keep(desk.api.desk.database.sql, [report]);
});
afterAll(() => desk.api.close());

const ask = <T>(method: string, path: string, body?: unknown) =>
  desk.api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
const proved = (scheme: string, value: string): Identity => ({ scheme, value, raw: value, assurance: 'verified' });
const anonymous = (value: string): Identity => ({ scheme: 'web_visitor', value, raw: value, assurance: 'anonymous' });

function chat(key: string, identities: Identity[], text = 'hello'): InboundMessage {
  const message = inbound({ chat: key, inbox: 'site', id: randomUUID(), text });
  return { ...message, sender: { role: 'customer', identities } };
}

async function ticketOf(identity: string): Promise<Talk> {
  const { body: people } = await ask<Page<Person>>('GET', `/contacts?identity=${encodeURIComponent(identity)}`);
  const { body } = await ask<Page<Talk>>('GET', `/tickets?contact=${people.items[0]!.id}`);
  return body.items[0]!;
}

const valuesOf = ({ identities }: Person) => identities.map(({ scheme, value }) => `${scheme}:${value}`).sort();

describe('two contacts that are one person', () => {
  it('are put together by an agent: one contact, all tickets and addresses, the old id leads on; undone, all is as before', async () => {
    await desk.api.desk.take(mail({ from: 'lena@example.com', name: 'Lena' }), chat('v-1', [anonymous('visitor-1')]));
    const [byMail, byChat] = [await ticketOf('lena@example.com'), await ticketOf('web_visitor:visitor-1')];
    const { status, body: merge } = await ask<Merge>('POST', `/contacts/${byMail.contact.id}/merges`, { contactId: byChat.contact.id });
    expect([status, desk.findFaults('ContactMerge', merge)]).toEqual([201, []]);
    const { body: person } = await ask<Person>('GET', `/contacts/${byChat.contact.id}`);
    expect(desk.findFaults('Person', person)).toEqual([]);
    expect(person.id).toBe(byMail.contact.id);
    expect(valuesOf(person)).toEqual(['email:lena@example.com', 'web_visitor:visitor-1']);
    expect((await ask<Page<Talk>>('GET', `/tickets?contact=${person.id}`)).body.items.map(({ id }) => id).sort()).toEqual(
      [byMail.id, byChat.id].sort(),
    );
    expect((await ask<Talk>('GET', `/tickets/${byChat.id}`)).body).toMatchObject({
      contact: { id: person.id },
      version: byChat.version + 1,
    });
    expect((await desk.entriesOf(byChat.id)).at(-1)).toMatchObject({ direction: 'system', newText: 'Two contacts are one person since.' });
    await desk.api.desk.take(chat('v-1b', [anonymous('visitor-1')], 'again'));
    expect((await ask<Page<Talk>>('GET', `/tickets?contact=${person.id}`)).body.items).toHaveLength(3);

    const { body: undone } = await ask<Merge>('DELETE', merge.href.replace('/api/v1', ''));
    expect(undone.undoneAt).not.toBeNull();
    expect(valuesOf((await ask<Person>('GET', `/contacts/${byMail.contact.id}`)).body)).toEqual(['email:lena@example.com']);
    expect(valuesOf((await ask<Person>('GET', `/contacts/${byChat.contact.id}`)).body)).toEqual(['web_visitor:visitor-1']);
    expect((await ask('DELETE', merge.href.replace('/api/v1', ''))).body).toMatchObject({ status: 409, code: 'merge_undone' });
  });

  it('are not put together without reason: same one, unknown one, two that proved different accounts', async () => {
    await desk.api.desk.take(chat('u-1', [proved('user', 'one')]), chat('u-2', [proved('user', 'two')]));
    const [one, two] = [(await ticketOf('user:one')).contact.id, (await ticketOf('user:two')).contact.id];
    const merge = (id: string, contactId: string) => ask('POST', `/contacts/${id}/merges`, { contactId });
    expect((await merge(one, one)).body).toMatchObject({ status: 422, code: 'same_contact' });
    expect((await merge(one, randomUUID())).body).toMatchObject({ status: 404, code: 'contact_unknown' });
    expect((await merge(one, two)).body).toMatchObject({ status: 409, code: 'different_people' });
  });

  it('become one when a message proves them together, and never on a claim', async () => {
    await desk.api.desk.take(
      mail({ from: 'max@example.com' }, { sender: { role: 'customer', identities: [proved('email', 'max@example.com')] } }),
    );
    await desk.api.desk.take(chat('m-1', [proved('web_visitor', 'visitor-m')]));
    const before = await ticketOf('max@example.com');
    const claimed: Identity = { ...proved('email', 'max@example.com'), assurance: 'claimed' };
    await desk.api.desk.take(chat('m-2', [proved('user', 'max'), claimed]));
    expect(valuesOf((await ticketOf('user:max')).contact)).toEqual(['user:max']);
    await desk.api.desk.take(chat('m-3', [proved('user', 'max'), proved('web_visitor', 'visitor-m'), proved('email', 'max@example.com')]));
    const { body: person } = await ask<Person>('GET', `/contacts/${before.contact.id}`);
    expect(valuesOf(person)).toEqual(['email:max@example.com', 'user:max', 'web_visitor:visitor-m']);
    const { body: merges } = await ask<Page<Merge>>('GET', `/contacts/${before.contact.id}/merges`);
    expect(merges.items.map(({ reason }) => reason)).toEqual(['proved_together', 'proved_together']);
  });

  it('stay apart once an agent took them apart', async () => {
    await desk.api.desk.take(chat('n-1', [proved('user', 'nora')]), chat('n-2', [proved('web_visitor', 'visitor-n')]));
    await desk.api.desk.take(chat('n-3', [proved('user', 'nora'), proved('web_visitor', 'visitor-n')]));
    const nora = (await ticketOf('user:nora')).contact.id;
    const { body: merges } = await ask<Page<Merge>>('GET', `/contacts/${nora}/merges`);
    await ask('DELETE', merges.items[0]!.href.replace('/api/v1', ''));
    await desk.api.desk.take(chat('n-4', [proved('user', 'nora'), proved('web_visitor', 'visitor-n')]));
    expect(valuesOf((await ticketOf('user:nora')).contact)).toEqual(['user:nora']);
    expect(valuesOf((await ticketOf('web_visitor:visitor-n')).contact)).toEqual(['web_visitor:visitor-n']);
  });
});

describe('a code', () => {
  it('sent to an address and told by another way proves it, and joins whoever had it before', async () => {
    await desk.api.desk.take(mail({ from: 'otto@example.com' }), chat('o-1', [anonymous('visitor-o')]));
    const [byMail, byChat] = [await ticketOf('otto@example.com'), await ticketOf('web_visitor:visitor-o')];
    const { status, body: asked } = await ask<{ id: string }>('POST', `/tickets/${byChat.id}/confirmations`, {
      ...{ scheme: 'email', value: 'Otto@Example.com', inboxId: 'support' },
    });
    expect([status, desk.findFaults('ContactConfirmation', asked)]).toEqual([201, []]);
    const request = (await desk.api.desk.requests()).find(({ automatic }) => automatic?.reason === 'confirmation_code')!;
    expect(request.subject).not.toContain(byChat.number);
    expect(request).toMatchObject({ to: [{ scheme: 'email', value: 'otto@example.com' }], automatic: { reason: 'confirmation_code' } });
    const code = /\d{6}/.exec(request.parts[0]!.fallback)![0];
    expect(JSON.stringify(await desk.entriesOf(byChat.id))).not.toContain(code);
    const answers = `/contacts/${byChat.contact.id}/confirmations/${asked.id}/answers`;
    const wrong = await ask('POST', answers, { code: code === '000000' ? '000001' : '000000' });
    expect(wrong.body).toMatchObject({ status: 422, code: 'code_wrong', attemptsLeft: 4 });
    expect((await ask('POST', answers, { code })).body).toMatchObject({ confirmedAt: expect.any(String) });
    expect((await ask('POST', answers, { code })).body).toMatchObject({ status: 409, code: 'confirmation_over' });
    const { body: person } = await ask<Person>('GET', `/contacts/${byMail.contact.id}`);
    expect(person.identities).toContainEqual(expect.objectContaining({ value: 'otto@example.com', assurance: 'verified' }));
    expect((await ask<Person>('GET', `/contacts/${byChat.contact.id}`)).body.id).toBe(person.id);
  });

  it('ends after five wrong ones, after ten minutes, and is sent five times an hour at most', async () => {
    await desk.api.desk.take(mail({ from: 'pia@example.com' }));
    const ticket = await ticketOf('pia@example.com');
    const send = () =>
      ask<{ id: string }>('POST', `/tickets/${ticket.id}/confirmations`, { scheme: 'email', value: 'pia@example.net', inboxId: 'support' });
    const answer = (id: string, code: string) => ask('POST', `/contacts/${ticket.contact.id}/confirmations/${id}/answers`, { code });
    const first = (await send()).body.id;
    for (let left = 4; left >= 0; left -= 1)
      expect((await answer(first, 'x')).body).toMatchObject({ code: 'code_wrong', attemptsLeft: left });
    expect((await answer(first, 'x')).body).toMatchObject({ code: 'confirmation_over' });
    for (let sent = 2; sent <= 5; sent += 1) expect((await send()).status).toBe(201);
    expect((await send()).body).toMatchObject({ status: 429, code: 'confirmations_exceeded' });
    desk.api.desk.clock.advance(3_600_001);
    const later = (await send()).body.id;
    desk.api.desk.clock.advance(600_001);
    expect((await answer(later, '000000')).body).toMatchObject({ code: 'confirmation_over' });
  });
});
