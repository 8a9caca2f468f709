import type { Page } from 'playwright-core';

export interface ScreenPage {
  readonly name: string;
  readonly path: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** It needs the demo's tickets, or takes long: for pictures alone. */
  readonly pictured?: true;
  /** What is put right again after it. */
  readonly after?: (page: Page) => Promise<void>;
}

const firstTicket = async (page: Page): Promise<void> => {
  await page.locator('[data-ticket] a').first().click();
  await page.waitForLoadState('networkidle');
};

const firstOf =
  (link: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(`main a[href*="${link}"]`).first().click();
    await page.waitForLoadState('networkidle');
  };

const press = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const pressTab = (name: RegExp) => (page: Page) => page.getByRole('tab', { name }).click();
const ticketOf =
  (words: string) =>
  async (page: Page): Promise<void> => {
    await page.locator('[data-ticket] a', { hasText: words }).first().click();
    await page.waitForLoadState('networkidle');
  };
const look = (words: string) => async (page: Page) => {
  const field = page.locator('main input[type="search"], main input[role="combobox"], main [role="search"] input').first();
  await field.fill(words);
  await field.press('Enter');
};
/** What is asked for gets no answer. */
const withoutAnswers = async (page: Page): Promise<void> => {
  await page.route('**/api/v1/**', (route) => (route.request().url().includes('/session') ? route.fallback() : route.abort()));
  await page.reload();
  await page.getByRole('alert').first().waitFor();
};
const withoutNetwork = async (page: Page): Promise<void> => {
  await page.locator('[data-ticket] a').first().waitFor();
  await page.context().setOffline(true);
  await page.locator('main > [role="status"]').first().waitFor();
};
const withAnswers = (page: Page) => page.unrouteAll({ behavior: 'ignoreErrors' });
const nobodyIn = async (page: Page): Promise<void> => {
  await page.route('**/api/v1/session', (route) => route.fulfill({ status: 401, json: { code: 'unauthenticated' } }));
  await page.reload();
};
const DESK_TO_TRY = `calendars:
  office:
    zone: Asia/Shanghai
    hours: [{ days: mon-fri, spans: ['7:30-22:00'] }]
targets:
  calendar: office
`;
const answerIt = async (page: Page): Promise<void> => {
  await firstTicket(page);
  await page.keyboard.press('r');
  await page.keyboard.type('Please do **this**:\n1. Restart');
};

const showKeys = async (page: Page): Promise<void> => {
  await page.locator('[data-ticket] a').first().waitFor();
  await page.keyboard.press('?');
};

export const PAGES: readonly ScreenPage[] = [
  { name: 'inbox', path: '/console/views/unassigned' },
  { name: 'ticket', path: '/console/views/unassigned', prepare: firstTicket },
  { name: 'keys', path: '/console/views/unassigned', prepare: showKeys },
  { name: 'ticket-mail', pictured: true, path: '/console/views/unassigned', prepare: ticketOf('EML-002') },
  { name: 'ticket-chat', pictured: true, path: '/console/views/unassigned', prepare: ticketOf('WEB-001') },
  { name: 'ticket-report', pictured: true, path: '/console/views/unassigned', prepare: ticketOf('APP-001') },
  { name: 'inbox-empty', path: '/console/views/spam' },
  { name: 'inbox-nothing-found', path: '/console/views/unassigned', prepare: look('violet elephant') },
  { name: 'inbox-error', pictured: true, path: '/console/views/unassigned', prepare: withoutAnswers, after: withAnswers },
  {
    name: 'inbox-offline',
    pictured: true,
    path: '/console/views/unassigned',
    prepare: withoutNetwork,
    after: (page) => page.context().setOffline(false),
  },
  { name: 'sign-in', pictured: true, path: '/console/', prepare: nobodyIn, after: withAnswers },
  { name: 'contacts', path: '/console/contacts' },
  { name: 'contact', path: '/console/contacts', prepare: firstOf('/console/contacts/') },
  {
    name: 'contact-consents',
    path: '/console/contacts',
    prepare: async (page) => {
      await firstOf('/console/contacts/')(page);
      await page.getByRole('tab').last().click();
    },
  },
  { name: 'answer', path: '/console/views/unassigned', prepare: answerIt },
  { name: 'calls', path: '/console/calls' },
  { name: 'knowledge', path: '/console/knowledge' },
  { name: 'article', path: '/console/knowledge/new' },
  { name: 'article-shown', pictured: true, path: '/console/knowledge', prepare: firstOf('/console/knowledge/0') },
  { name: 'opinions', path: '/console/knowledge', prepare: pressTab(/^(Readers say|读者反馈)$/) },
  { name: 'wall', path: '/console/wall' },
  { name: 'wall-full', path: '/console/wall', prepare: press(/^(Full screen|全屏)$/) },
  { name: 'breaches', path: '/console/breaches' },
  { name: 'reports', path: '/console/reports' },
  { name: 'report', path: '/console/reports/kpi?from=2026-11-24&per=day' },
  { name: 'request-log', path: '/console/reports/request-log' },
  { name: 'quality', path: '/console/quality' },
  { name: 'feedback', path: '/console/feedback' },
  { name: 'compensations', path: '/console/feedback?tab=compensations' },
  { name: 'desk', path: '/console/desk' },
  {
    name: 'desk-yaml',
    pictured: true,
    path: '/console/desk',
    prepare: async (page) => {
      await page.getByRole('tab').nth(1).click();
      const area = page.locator('textarea').first();
      await area.fill(DESK_TO_TRY.replace('targets:', 'targetts:'));
      await page.locator('main [role="alert"], main ul li button').first().waitFor();
    },
  },
  {
    name: 'desk-review',
    pictured: true,
    path: '/console/desk',
    prepare: async (page) => {
      await page.getByRole('tab').nth(1).click();
      const area = page.locator('textarea').first();
      await area.fill(DESK_TO_TRY);
      await page.locator('[class*="bar"] button:not([disabled])').last().click();
    },
    after: (page) => page.evaluate('sessionStorage.clear()'),
  },
  { name: 'rehearsal', path: '/console/desk/rehearsal' },
  { name: 'inboxes', path: '/console/inboxes' },
  { name: 'messages', path: '/console/messages' },
  {
    name: 'message',
    pictured: true,
    path: '/console/messages',
    prepare: async (page) => {
      await page.locator('td button').first().click();
      await page.waitForLoadState('networkidle');
    },
  },
  { name: 'dead-letters', path: '/console/dead-letters' },
  { name: 'access', path: '/console/access' },
  { name: 'access-keys', path: '/console/access?tab=keys' },
  { name: 'access-login', path: '/console/access?tab=factor' },
  { name: 'access-roles', path: '/console/access?tab=roles' },
  { name: 'quarantine', path: '/console/dead-letters?tab=quarantine' },
  { name: 'webhooks', path: '/console/webhooks' },
  { name: 'webhook-new', path: '/console/webhooks', prepare: press(/^(New webhook|新建.*)$/) },
  { name: 'key-new', path: '/console/access?tab=keys', prepare: press(/^(New key|新建.*)$/) },
  { name: 'audit', path: '/console/audit' },
  { name: 'health', path: '/console/health' },
  { name: 'announcements', path: '/console/announcements' },
  { name: 'announcement-new', path: '/console/announcements', prepare: press(/^(New announcement|.*公告)$/) },
  { name: 'missing', path: '/console/nowhere' },
  { name: 'first-run', path: '/console/first-run' },
  { name: 'help', path: '/help/' },
  { name: 'help-nothing-found', path: '/help/', prepare: look('violet elephant') },
  { name: 'help-article', pictured: true, path: '/help/', prepare: firstOf('/help/articles/') },
  { name: 'help-form', path: '/help/new' },
  { name: 'help-promises', path: '/help/promises' },
  { name: 'help-link', path: '/help/progress/none' },
  { name: 'help-missing', path: '/help/nowhere' },
  { name: 'help-requests', path: '/help/requests' },
];
