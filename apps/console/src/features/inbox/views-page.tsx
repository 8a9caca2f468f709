/** Is built next. */
export function ViewsPage() {
  return null;
}
