/** A category and all above it, itself first. Unknown ones stand for themselves. */
export type CategoryPaths = (category: string) => readonly string[];

/** Does a category, or one above it, stand among the named ones? */
export function isNamed(category: string | null, named: readonly string[], pathOf: CategoryPaths): boolean {
  return category !== null && pathOf(category).some((each) => named.includes(each));
}
