/** Is built next. */
export function ArticlePage() {
  return null;
}
