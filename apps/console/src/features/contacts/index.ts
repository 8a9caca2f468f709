import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const contacts: Feature = {
  routes: [
    { path: '/contacts', page: lazy(() => import('./contacts-page.js').then(({ ContactsPage }) => ({ default: ContactsPage }))) },
    { path: '/contacts/:id', page: lazy(() => import('./contact-page.js').then(({ ContactPage }) => ({ default: ContactPage }))) },
  ],
  places: [{ key: 'contacts', href: '/contacts', icon: 'users', needs: 'tickets:read', keys: 'c' }],
};
