/** Is built next. */
export function ReportPage() {
  return null;
}
