/** Is built next. */
export function CallsPage() {
  return null;
}
