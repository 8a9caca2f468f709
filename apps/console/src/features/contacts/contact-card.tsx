/** Is built next. */
export function ContactCard({ contactId, ticketId }: { readonly contactId: string; readonly ticketId?: string }) {
  void [contactId, ticketId];
  return null;
}
