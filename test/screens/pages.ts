import type { Page } from 'playwright-core';

export interface ScreenPage {
  readonly name: string;
  readonly path: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
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
const answerIt = async (page: Page): Promise<void> => {
  await firstTicket(page);
  await page.keyboard.press('r');
  await page.keyboard.type('Please do **this**:\n1. Restart');
};

export const PAGES: readonly ScreenPage[] = [
  { name: 'inbox', path: '/console/views/unassigned' },
  { name: 'ticket', path: '/console/views/unassigned', prepare: firstTicket },
  { name: 'keys', path: '/console/views/unassigned', prepare: (page) => page.keyboard.press('?') },
  { name: 'contacts', path: '/console/contacts' },
  { name: 'contact', path: '/console/contacts', prepare: firstOf('/console/contacts/') },
  { name: 'answer', path: '/console/views/unassigned', prepare: answerIt },
  { name: 'calls', path: '/console/calls' },
  { name: 'knowledge', path: '/console/knowledge' },
  { name: 'article', path: '/console/knowledge/new' },
  { name: 'opinions', path: '/console/knowledge', prepare: (page) => page.getByRole('tab', { name: /^(Readers say|读者反馈)$/ }).click() },
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
    path: '/console/desk',
    prepare: async (page) => {
      await page.getByRole('tab').nth(1).click();
      const area = page.locator('textarea').first();
      await area.fill((await area.inputValue()).replace('targets:', 'targetts:'));
      await page.locator('[role="alert"], ul li button').first().waitFor();
    },
  },
  {
    name: 'desk-review',
    path: '/console/desk',
    prepare: async (page) => {
      await page.getByRole('tab').nth(1).click();
      const area = page.locator('textarea').first();
      await area.fill((await area.inputValue()).replace('7:30-22:00', '8:00-22:00').replace('targetts:', 'targets:'));
      await page.locator('[class*="bar"] button:not([disabled])').last().click();
    },
  },
  { name: 'rehearsal', path: '/console/desk/rehearsal' },
  { name: 'inboxes', path: '/console/inboxes' },
  { name: 'messages', path: '/console/messages' },
  {
    name: 'message',
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
  { name: 'audit', path: '/console/audit' },
  { name: 'health', path: '/console/health' },
  { name: 'announcements', path: '/console/announcements' },
  { name: 'first-run', path: '/console/first-run' },
  { name: 'help', path: '/help/' },
  { name: 'help-article', path: '/help/', prepare: firstOf('/help/articles/') },
  { name: 'help-form', path: '/help/new' },
  { name: 'help-promises', path: '/help/promises' },
  { name: 'help-link', path: '/help/progress/none' },
  { name: 'help-requests', path: '/help/requests' },
];
