/** Is built next. */
export function FeedbackPage() {
  return null;
}
