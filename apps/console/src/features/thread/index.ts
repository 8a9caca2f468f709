import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const thread: Feature = {
  routes: [{ path: '/tickets/:id', page: lazy(() => import('./ticket-page.js').then(({ TicketPage }) => ({ default: TicketPage }))) }],
  places: [],
};
