/** Is built next. */
export function WallPage() {
  return null;
}
