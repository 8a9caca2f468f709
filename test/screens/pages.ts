import type { Page } from 'playwright-core';

export interface ScreenPage {
  readonly name: string;
  readonly path: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const firstTicket = async (page: Page): Promise<void> => {
  await page.locator('a[href*="/console/tickets/"]').first().click();
  await page.waitForLoadState('networkidle');
};

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
  { name: 'answer', path: '/console/views/unassigned', prepare: answerIt },
  { name: 'calls', path: '/console/calls' },
  { name: 'knowledge', path: '/console/knowledge' },
  { name: 'article', path: '/console/knowledge/new' },
  { name: 'wall', path: '/console/wall' },
  { name: 'breaches', path: '/console/breaches' },
  { name: 'reports', path: '/console/reports' },
  { name: 'quality', path: '/console/quality' },
  { name: 'feedback', path: '/console/feedback' },
  { name: 'desk', path: '/console/desk' },
  { name: 'rehearsal', path: '/console/desk/rehearsal' },
  { name: 'inboxes', path: '/console/inboxes' },
  { name: 'messages', path: '/console/messages' },
  { name: 'dead-letters', path: '/console/dead-letters' },
  { name: 'access', path: '/console/access' },
  { name: 'webhooks', path: '/console/webhooks' },
  { name: 'audit', path: '/console/audit' },
  { name: 'health', path: '/console/health' },
  { name: 'announcements', path: '/console/announcements' },
  { name: 'first-run', path: '/console/first-run' },
  { name: 'help', path: '/help/' },
];
