/** Is built next. */
export function ReportsPage() {
  return null;
}
