/** Is built next. */
export function AuditPage() {
  return null;
}
