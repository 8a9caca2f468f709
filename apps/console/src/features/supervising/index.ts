import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const supervising: Feature = {
  routes: [
    { path: '/wall', page: lazy(() => import('./wall-page.js').then(({ WallPage }) => ({ default: WallPage }))) },
    { path: '/breaches', page: lazy(() => import('./breaches-page.js').then(({ BreachesPage }) => ({ default: BreachesPage }))) },
    { path: '/reports', page: lazy(() => import('./reports-page.js').then(({ ReportsPage }) => ({ default: ReportsPage }))) },
    { path: '/reports/:key', page: lazy(() => import('./report-page.js').then(({ ReportPage }) => ({ default: ReportPage }))) },
    { path: '/quality', page: lazy(() => import('./quality-page.js').then(({ QualityPage }) => ({ default: QualityPage }))) },
    { path: '/feedback', page: lazy(() => import('./feedback-page.js').then(({ FeedbackPage }) => ({ default: FeedbackPage }))) },
  ],
  places: [
    { key: 'wall', href: '/wall', icon: 'wall', needs: 'supervise', keys: 'w' },
    { key: 'breaches', href: '/breaches', icon: 'alert', needs: 'supervise', keys: 'b' },
    { key: 'reports', href: '/reports', icon: 'chart', needs: 'reports:read', keys: 'r' },
    { key: 'quality', href: '/quality', icon: 'check', needs: 'supervise', keys: 'q' },
    { key: 'feedback', href: '/feedback', icon: 'star', needs: 'tickets:read', keys: 'f' },
  ],
};
