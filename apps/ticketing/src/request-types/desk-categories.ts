import type { Desk } from '../desk/desk-schema.js';
import type { CategoryTree } from '../desk/schema/references.js';
import type { CategoryPaths } from './category-paths.js';

/** Which categories stand above one, as the desk has them. */
export function categoryPathsOf(desk: Desk): CategoryPaths {
  const { categories = {} } = desk as { readonly categories?: CategoryTree };
  return (category) => {
    const above = Object.entries(categories).find(([, { children = {} }]) => Object.hasOwn(children, category));
    return above === undefined ? [category] : [category, above[0]];
  };
}
