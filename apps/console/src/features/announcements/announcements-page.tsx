/** Is built next. */
export function AnnouncementsPage() {
  return null;
}
