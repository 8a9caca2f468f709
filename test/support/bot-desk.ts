import { chat, listTold, openInbox, STATES } from './chat-desk.js';
import { type Api, openApi } from './ticketing-api.js';

/** Its bot answers first in three inboxes. */
export const BOT_DESK = {
  languages: ['zh', 'en', 'de'],
  groups: { experts: { name: 'Experts' } },
  categories: { logistics: { name: 'Logistics', keywords: { en: ['parcel'] } } },
  calendars: { mornings: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-12:00'] }] } },
  channels: { silent: { name: 'Chat', inboxes: ['silent'], hours: 'mornings', outOfHoursNotice: true } },
  bot: {
    inboxes: ['shop', 'reviewed', 'program', 'silent'],
    texts: { greeting: { zh: '您好，我是智能助手。', en: 'Hello, I am the assistant.' }, community: 'https://community.example' },
    emergency: {
      words: { en: ['shop is down'] },
      set: { priority: 'urgent', group: 'experts', tags: ['emergency'] },
      say: { en: 'This is filed as an emergency.' },
    },
    scripts: {
      parcel: {
        name: 'Parcel',
        words: {},
        categories: ['logistics'],
        first: 'order',
        steps: {
          order: { say: { en: 'Which order?' }, field: 'order', pattern: '^[A-Z]-\\d+$', to: 'done' },
          done: { say: { en: 'Order {{order}} is on its way.' }, end: 'solved' },
        },
      },
    },
    answers: [
      { key: 'hours', question: { en: 'What are your opening hours?' }, answer: { en: 'Daily 8:00 to 24:00.' } },
      { key: 'refund', question: { en: 'How do I get my money back?' }, answer: { en: 'Refunds take three days.' } },
    ],
  },
};

export interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly [field: string]: unknown;
}
export interface Entry {
  readonly id: string;
  readonly direction: string;
  readonly plainText: string;
  readonly author: { readonly role: string; readonly displayName?: string };
  readonly parts: { readonly code?: string; readonly data?: object }[];
}
export interface Answer {
  readonly id: string;
  readonly state: string;
  readonly said: { readonly text: string; readonly from: object }[];
  readonly [field: string]: unknown;
}
export interface Page<T> {
  readonly items: T[];
}

/** The desk above behind its API. */
export async function openBotDesk(): Promise<Api> {
  const api = await openApi({ desk: BOT_DESK });
  for (const id of ['shop', 'reviewed', 'program']) await openInbox(api.desk, id, 'webchat', { states: [...STATES] });
  await openInbox(api.desk, 'silent', 'webchat');
  return api;
}

/** What tests of the bot do again and again; the API is looked up when it is used, as it opens later. */
export function onBotDesk(api: () => Api) {
  let visitors = 0;
  const get = async <T>(path: string) => (await api().ask<T>('GET', `/api/v1${path}`)).body;
  const post = <T = Ticket>(path: string, body: object = {}, headers: Record<string, string> = {}) =>
    api().ask<T>('POST', `/api/v1${path}`, { body, headers });
  const entriesOf = async (id: string) => (await get<Page<Entry>>(`/tickets/${id}/entries`)).items;
  const botOf = (id: string) => get<{ state: string; reason: string | null }>(`/tickets/${id}/bot`);
  const visitor = (inbox = 'shop') => {
    const key = `visitor-${(visitors += 1)}`;
    let ticket = '';
    return {
      key,
      id: () => ticket,
      say: async (text: string) => {
        const message = chat(key, text, { at: api().desk.clock.now() }, inbox);
        await api().desk.take(message);
        ticket = String((await get<{ ticketId: string }>(`/entries/${message.id}`)).ticketId);
        await api().desk.settle();
        api().desk.clock.advance(1_000);
        return listTold(api().desk, key);
      },
    };
  };
  /** What was said last. */
  const last = (told: readonly unknown[]) => String(told.findLast((one) => typeof one === 'string'));

  /** The bot of the desk is another one from then on. */
  const changeBot = async (more: object): Promise<void> => {
    const { status } = await api().ask('PUT', '/api/v1/desk', { body: { desk: { ...BOT_DESK, bot: { ...BOT_DESK.bot, ...more } } } });
    if (status !== 200) throw new Error(`the desk was not taken: ${status}`);
    await api().desk.settle();
  };
  return { get, post, entriesOf, botOf, visitor, last, changeBot };
}
