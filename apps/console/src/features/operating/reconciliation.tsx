/** Remote count against ours: comes with GET /reconciliation. */
export function Reconciliation(_props: { readonly inboxId: string }) {
  return null;
}
