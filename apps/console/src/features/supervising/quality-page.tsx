/** Is built next. */
export function QualityPage() {
  return null;
}
