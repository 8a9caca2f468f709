/** Is built next. */
export function KnowledgePage() {
  return null;
}
