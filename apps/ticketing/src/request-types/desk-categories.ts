import type { Desk } from '../desk/desk-schema.js';
import { categoryPath } from '../desk/schema/categories.js';
import type { CategoryPaths } from './category-paths.js';

/** Which categories stand above one, as the desk has them. */
export function categoryPathsOf({ categories }: Pick<Desk, 'categories'>): CategoryPaths {
  return (category) => {
    const path = categoryPath(categories, category);
    return path.length === 0 ? [category] : path.reverse();
  };
}
