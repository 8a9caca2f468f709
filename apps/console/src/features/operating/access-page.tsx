/** Is built next. */
export function AccessPage() {
  return null;
}
