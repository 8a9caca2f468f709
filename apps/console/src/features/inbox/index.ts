import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const inbox: Feature = {
  routes: [{ path: '/views/:view', page: lazy(() => import('./views-page.js').then(({ ViewsPage }) => ({ default: ViewsPage }))) }],
  places: [{ key: 'inbox', href: '/views/mine', icon: 'inbox', needs: 'tickets:read', keys: 'i' }],
};
