/** Is built next. */
export function MessagesPage() {
  return null;
}
