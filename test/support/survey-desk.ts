import { type Api, openApi } from './ticketing-api.js';
import { mail, type MailFields } from './ticketing-desk.js';

/** Surveys after tickets and every so often, readers of feedback, and check-ins. */
const SURVEY_DESK = {
  languages: ['zh', 'en'],
  groups: { service: { name: 'Service' } },
  surveys: {
    forms: {
      weighted: { kind: 'weighted', recommend: true },
      short: { kind: 'three-step' },
      nps: { kind: 'nps' },
    },
    asked: [
      { key: 'by-phone', survey: 'short', categories: ['phone'], way: 'agent', delay: '24h' },
      { key: 'after', survey: 'weighted', way: 'reply', delay: '1h' },
    ],
    periodic: [{ key: 'quarterly', survey: 'nps', for: { classes: ['enterprise'] }, every: '90d', inbox: 'support' }],
    feedback: {
      readers: [{ key: 'director' }],
      inboxes: ['feedback'],
      categories: ['suggestion'],
    },
  },
  checkIns: [
    {
      key: 'monthly',
      for: { classes: ['flagship'] },
      every: '30d',
      subject: { en: 'Monthly check-in' },
      text: { en: 'Ring and ask' },
      group: 'service',
      origin: 'call',
    },
  ],
};

interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
}
interface Page {
  readonly items: Item[];
}

export const HOUR = 3_600_000;

/** The desk above behind its API, which knows where the public finds it. */
export function openSurveyDesk(): Promise<Api> {
  return openApi({ desk: SURVEY_DESK, settings: { http: { publicUrl: 'https://desk.example' } } });
}

/** What tests of surveys do again and again; the API is looked up when it is used, as it opens later. */
export function surveysOf(api: () => Api) {
  const ask = <T = Item>(method: string, path: string, body?: unknown, key?: string | null) =>
    api().ask<T>(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });
  const list = async (path: string) => (await ask<Page>('GET', path)).body.items;
  const take = async (fields: MailFields) => {
    const message = mail({ inbox: 'support', ...fields });
    await api().desk.take(message);
    const [item] = await list(`/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    return { id: String(item!['ticketId']), message };
  };
  const solve = async (from: string, more: object = {}) => {
    const { id, message } = await take({ from });
    await ask('PATCH', `/tickets/${id}`, { status: 'closed', ...more });
    await api().desk.settle();
    return { id, message };
  };
  const later = async (ms: number) => {
    api().desk.clock.advance(ms);
    await api().desk.settle();
  };
  const sentTo = async (address: string) =>
    (await api().desk.requests())
      .filter((reply) => reply.to.some(({ value }) => value === address))
      .map(({ parts }) => parts[0]!.fallback)
      .filter((text) => !text.includes('we have received'));
  const ticket = async (id: string) => (await ask('GET', `/tickets/${id}`)).body;
  return { ask, list, take, solve, later, sentTo, ticket };
}
