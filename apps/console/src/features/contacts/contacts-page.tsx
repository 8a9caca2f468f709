/** Is built next. */
export function ContactsPage() {
  return null;
}
