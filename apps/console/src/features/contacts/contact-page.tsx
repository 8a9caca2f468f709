/** Is built next. */
export function ContactPage() {
  return null;
}
