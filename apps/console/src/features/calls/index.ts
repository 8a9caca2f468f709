import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const calls: Feature = {
  routes: [{ path: '/calls', page: lazy(() => import('./calls-page.js').then(({ CallsPage }) => ({ default: CallsPage }))) }],
  places: [{ key: 'calls', href: '/calls', icon: 'phone', needs: 'tickets:read', keys: 'p' }],
};
