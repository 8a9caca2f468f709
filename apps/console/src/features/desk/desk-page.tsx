/** Is built next. */
export function DeskPage() {
  return null;
}
