import { lazy } from 'react';
import type { Feature } from '../../feature.js';

export const knowledge: Feature = {
  routes: [
    { path: '/knowledge', page: lazy(() => import('./knowledge-page.js').then(({ KnowledgePage }) => ({ default: KnowledgePage }))) },
    { path: '/knowledge/:id', page: lazy(() => import('./article-page.js').then(({ ArticlePage }) => ({ default: ArticlePage }))) },
  ],
  places: [{ key: 'knowledge', href: '/knowledge', icon: 'book', needs: 'tickets:read', keys: 'k' }],
};
