/** Is built next. */
export function HealthPage() {
  return null;
}
