import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const operating: Feature = {
  routes: [
    { path: '/inboxes', page: lazy(() => import('./inboxes-page.js').then(({ InboxesPage }) => ({ default: InboxesPage }))) },
    { path: '/messages', page: lazy(() => import('./messages-page.js').then(({ MessagesPage }) => ({ default: MessagesPage }))) },
    {
      path: '/dead-letters',
      page: lazy(() => import('./dead-letters-page.js').then(({ DeadLettersPage }) => ({ default: DeadLettersPage }))),
    },
    { path: '/access', page: lazy(() => import('./access-page.js').then(({ AccessPage }) => ({ default: AccessPage }))) },
    { path: '/webhooks', page: lazy(() => import('./webhooks-page.js').then(({ WebhooksPage }) => ({ default: WebhooksPage }))) },
    { path: '/audit', page: lazy(() => import('./audit-page.js').then(({ AuditPage }) => ({ default: AuditPage }))) },
    { path: '/health', page: lazy(() => import('./health-page.js').then(({ HealthPage }) => ({ default: HealthPage }))) },
  ],
  places: [
    { key: 'inboxes', href: '/inboxes', icon: 'pulse', needs: 'admin', keys: 'n', managing: true },
    { key: 'messages', href: '/messages', icon: 'search', needs: 'admin', keys: 'm', managing: true },
    { key: 'deadLetters', href: '/dead-letters', icon: 'box', needs: 'admin', keys: 'x', managing: true },
    { key: 'access', href: '/access', icon: 'key', needs: 'admin', keys: 'a', managing: true },
    { key: 'webhooks', href: '/webhooks', icon: 'hook', needs: 'webhooks:write', keys: 'h', managing: true },
    { key: 'audit', href: '/audit', icon: 'shield', needs: 'audit:read', keys: 'l', managing: true },
    { key: 'health', href: '/health', icon: 'home', needs: 'admin', keys: 'e', managing: true },
  ],
};
