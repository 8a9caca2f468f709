import type { Desk } from '../desk/desk-schema.js';
import type { CategoryPaths } from './category-paths.js';

/** Which categories stand above one, as the desk has them. */
export function categoryPathsOf(_desk: Desk): CategoryPaths {
  return (category) => [category];
}
