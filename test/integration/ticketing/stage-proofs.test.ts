import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const stages = (inbox: string) => [
  { key: 'proof', name: 'Proof', proof: { inbox, within: '2h', to: 'review' } },
  { key: 'review', name: 'Review' },
];
const DESK = {
  languages: ['en', 'de'],
  categories: { lost: { name: 'Lost' } },
  defaultRequestType: 'appeal',
  requestTypes: {
    appeal: { name: 'Appeal', stages: stages('codes') },
    lost: { name: 'Lost', categories: ['lost'], stages: stages('nowhere') },
  },
};

interface Listed<T = Body> {
  readonly items: readonly T[];
}

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
  await openInbox(api.desk, 'codes', 'email', { addressedBy: ['email'] });
});
afterAll(() => api.close());

const ask = <T = Body>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
const stageOf = async (ticket: string) => (await ask<{ stage: string }>('GET', `/tickets/${ticket}`)).body.stage;
const entriesOf = async (ticket: string) =>
  (await ask<Listed<{ plainText: string; parts: { code?: string }[] }>>('GET', `/tickets/${ticket}/entries?limit=200`)).body.items;

async function open(from: string, handling: object, text = 'Give me my account back'): Promise<string> {
  const message = mail({ from, subject: `Appeal of ${from}`, text }, { handling });
  await api.desk.take(message);
  await api.desk.settle();
  return (await ask<{ ticketId: string }>('GET', `/entries/${message.id}`)).body.ticketId;
}
const codesTo = async (address: string) =>
  (await api.desk.requests()).filter(({ to, inboxId }) => to[0]!.value === address && inboxId === 'codes');
const answerOf = async (ticket: string, from: string, text: string) => {
  const { number } = (await ask<{ number: string }>('GET', `/tickets/${ticket}`)).body;
  await api.desk.take(mail({ from, subject: `Re: Appeal ${number}`, text }));
  await api.desk.settle();
};

describe('a stage that waits for a proof', () => {
  it('sends a code by itself, once, in the customer’s language, and goes on when it comes back right', async () => {
    const from = 'owner@proof.test';
    const ticket = await open(from, { proof: { scheme: 'email', value: from } }, 'Guten Tag, ich möchte mein Konto bitte wieder haben');
    const [asked, ...more] = await codesTo(from);
    const { text } = asked!.parts[0] as { text: string };
    expect([text, more]).toEqual([
      expect.stringMatching(/antworten Sie bitte auf diese Nachricht mit dem Code \d{6}\. Er gilt 2 Stunden/),
      [],
    ]);
    const code = /\d{6}/.exec(text)![0];
    expect(JSON.stringify(await entriesOf(ticket))).not.toContain(code);
    await answerOf(ticket, from, `My code is ${code === '123456' ? '654321' : '123456'}`);
    expect(await stageOf(ticket)).toBe('proof');
    await answerOf(ticket, from, `My code is ${code}`);
    expect(await stageOf(ticket)).toBe('review');
    expect(await codesTo(from)).toHaveLength(1);
  });

  it('takes a code no more when its time is over', async () => {
    const from = 'late@proof.test';
    const ticket = await open(from, { proof: { scheme: 'email', value: from } });
    const code = /\d{6}/.exec(((await codesTo(from))[0]!.parts[0] as { text: string }).text)![0];
    api.desk.clock.advance(2 * 3_600_000 + 1);
    await answerOf(ticket, from, code);
    expect(await stageOf(ticket)).toBe('proof');
  });

  it('goes on when an agent heard the code', async () => {
    const from = 'called@proof.test';
    const ticket = await open(from, { proof: { scheme: 'email', value: from } });
    const [first] = await codesTo(from);
    const asked = await ask<{ id: string; contactId: string }>('POST', `/tickets/${ticket}/confirmations`, {
      ...{ scheme: 'email', value: from, inboxId: 'codes' },
    });
    const second = (await codesTo(from)).find(({ commandId }) => commandId !== first!.commandId)!;
    const code = /\d{6}/.exec((second.parts[0] as { text: string }).text)![0];
    await api.desk.settle();
    const told = await ask('POST', `/contacts/${asked.body.contactId}/confirmations/${asked.body.id}/answers`, { code });
    expect(told.status).toBe(200);
    await api.desk.settle();
    expect(await stageOf(ticket)).toBe('review');
  });

  it('says once that no code could be sent, and leaves to agents what names no address', async () => {
    const ticket = await open('nowhere@proof.test', { category: 'lost', proof: { scheme: 'email', value: 'nowhere@proof.test' } });
    await answerOf(ticket, 'nowhere@proof.test', 'Hello?');
    const told = (await entriesOf(ticket)).filter(({ parts }) => parts[0]?.code === 'proof.not_asked');
    expect(told.map(({ plainText }) => plainText)).toEqual(['No code was sent to nowhere@proof.test: there is no inbox nowhere.']);
    expect(await stageOf(await open('free@proof.test', {}))).toBe('proof');
  });
});
