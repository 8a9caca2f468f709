/** Is built next. */
export function BreachesPage() {
  return null;
}
