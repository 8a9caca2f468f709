import { lazy } from 'react';
import type { Feature } from '../../feature.js';
import { askFirstList } from './first-list.js';

const load = () => import('./views-page.js');
const page = lazy(() => load().then(({ ViewsPage }) => ({ default: ViewsPage })));
const PATH = /^(?:\/views\/([^/]+).*)?\/?$/;
const FIRST_VIEW = 'mine';

export const inbox: Feature = {
  routes: [
    // One route: the list stays, with its focus and its place, as a ticket is opened beside it.
    { path: '/views/:view/:ticket?', page },
  ],
  prepare: (path, cache) => {
    const found = PATH.exec(path);
    if (found === null) return;
    // Whatever fails is asked again, and shown, by the page.
    load().catch(() => undefined);
    askFirstList(cache, found[1] ?? FIRST_VIEW).catch(() => undefined);
  },
  places: [{ key: 'inbox', href: `/views/${FIRST_VIEW}`, icon: 'inbox', needs: 'tickets:read', keys: 'i' }],
};
