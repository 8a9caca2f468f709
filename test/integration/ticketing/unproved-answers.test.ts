import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['en'],
  automatic: { perTicketPerDay: 50, perContactPerDay: 50 },
  bot: { channels: ['email'], texts: { greeting: 'Hello, this is what I know of your account.' } },
  templates: { account: { name: 'Account', text: 'Your account {{ticket.number}} …' } },
  macros: { account: { name: 'Account', reply: 'account' } },
  defaultRequestType: 'appeal',
  requestTypes: { appeal: { name: 'Appeal', stages: [{ key: 'review', name: 'Review', tell: 'Your account is being looked at.' }] } },
  rules: [{ key: 'welcome', when: ['opened'], then: [{ send: { text: 'We have your account before us.' } }] }],
};

interface Listed<T = Body> {
  readonly items: readonly T[];
}

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
});
afterAll(() => api.close());

const ask = <T = Body>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

async function appeal(subject: string, handling: object): Promise<string> {
  await api.desk.take(mail({ subject, from: `${subject.replaceAll(' ', '-')}@stranger.test` }, { handling }));
  const { items } = (await ask<Listed<{ id: string }>>('GET', `/tickets?q=${encodeURIComponent(subject)}`)).body;
  await api.desk.settle();
  return items[0]!.id;
}

async function readEntries(ticket: string): Promise<readonly { readonly direction: string; readonly plainText: string }[]> {
  return (await ask<Listed<{ direction: string; plainText: string }>>('GET', `/tickets/${ticket}/entries?limit=200`)).body.items;
}

/** What the customer was sent, but that his message came. */
async function saidIn(ticket: string): Promise<string[]> {
  const said = (await readEntries(ticket)).filter(({ direction }) => direction === 'outbound').map(({ plainText }) => plainText);
  return said.filter((text) => !text.includes('we have received your message')).sort();
}

describe('before an address is proved', () => {
  const proof = { scheme: 'email', value: 'owner@proof.test' };

  it('nothing that people send goes out, whichever way they take', async () => {
    const ticket = await appeal('Give it back one', { proof });
    const written = await ask<{ id: string }>('POST', '/knowledge/articles', {
      content: { texts: { en: { title: 'Accounts', body: 'What an account is.' } } },
    });
    await ask('POST', `/knowledge/articles/${written.body.id}/publication`);
    const ways: [string, object][] = [
      ['replies', { text: 'Your account is …' }],
      ['template-sendings', { template: 'account' }],
      ['macro-runs', { macro: 'account' }],
      ['article-sendings', { articleId: written.body.id }],
    ];
    for (const [way, body] of ways)
      expect([way, (await ask('POST', `/tickets/${ticket}/${way}`, body)).body]).toMatchObject([way, { code: 'proof_missing' }]);
    expect(await saidIn(ticket)).toEqual([]);
  });

  it('nothing that the desk writes by itself does either, and the thread says why', async () => {
    const open = await appeal('A question of mine', {});
    expect(await saidIn(open)).toEqual([
      expect.stringMatching(/^Hello, this is what I know of your account\./),
      'We have your account before us.',
      'Your account is being looked at.',
    ]);
    const ticket = await appeal('Give it back two', { proof });
    expect(await saidIn(ticket)).toEqual([]);
    const refused = (await readEntries(ticket)).map(({ plainText }) => plainText).filter((text) => text.includes('was not sent'));
    expect(refused.sort()).toEqual(
      ['stage', 'welcome'].map(
        (reason) => `A message of the desk (${reason}) was not sent: the contact has not proved yet that email owner@proof.test is his.`,
      ),
    );
  });
});
