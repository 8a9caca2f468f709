/** Is built next. */
export function DeadLettersPage() {
  return null;
}
