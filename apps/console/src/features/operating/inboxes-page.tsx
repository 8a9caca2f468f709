/** Is built next. */
export function InboxesPage() {
  return null;
}
