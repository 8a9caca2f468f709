/** Is built next. */
export function TicketPage() {
  return null;
}
