import { lazy } from 'react';
import type { Feature } from '../../feature.js';

const page = lazy(() => import('./views-page.js').then(({ ViewsPage }) => ({ default: ViewsPage })));

export const inbox: Feature = {
  routes: [
    { path: '/views/:view', page },
    { path: '/views/:view/:ticket', page },
  ],
  places: [{ key: 'inbox', href: '/views/mine', icon: 'inbox', needs: 'tickets:read', keys: 'i' }],
};
