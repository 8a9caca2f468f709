import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const desk: Feature = {
  routes: [
    { path: '/desk', page: lazy(() => import('./desk-page.js').then(({ DeskPage }) => ({ default: DeskPage }))) },
    { path: '/desk/rehearsal', page: lazy(() => import('./rehearsal-page.js').then(({ RehearsalPage }) => ({ default: RehearsalPage }))) },
  ],
  places: [{ key: 'desk', href: '/desk', icon: 'gear', needs: 'desk:write', keys: 'd', managing: true }],
};
