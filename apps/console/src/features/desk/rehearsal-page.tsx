/** Is built next. */
export function RehearsalPage() {
  return null;
}
