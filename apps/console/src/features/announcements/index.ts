import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const announcements: Feature = {
  routes: [
    {
      path: '/announcements',
      page: lazy(() => import('./announcements-page.js').then(({ AnnouncementsPage }) => ({ default: AnnouncementsPage }))),
    },
  ],
  places: [{ key: 'announcements', href: '/announcements', icon: 'bell', needs: 'supervise', keys: 'o', managing: true }],
};
