/** Is built next. */
export function FirstRunPage() {
  return null;
}
