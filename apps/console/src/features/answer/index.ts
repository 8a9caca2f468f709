import type { Feature } from '../../feature.js';

export const answer: Feature = {
  routes: [],
  places: [],
};
