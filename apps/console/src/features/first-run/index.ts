import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const firstRun: Feature = {
  routes: [{ path: '/first-run', page: lazy(() => import('./first-run-page.js').then(({ FirstRunPage }) => ({ default: FirstRunPage }))) }],
  places: [],
};
