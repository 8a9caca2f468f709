/** Is built next. */
export function WebhooksPage() {
  return null;
}
