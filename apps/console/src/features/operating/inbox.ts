import type { Answer, ItemOf } from '#page-kit';

export type Inbox = ItemOf<'GET /inboxes'>;
export type Reconciliations = Answer<'GET /inboxes/{inboxId}/reconciliations'>['items'];
export type Reconciliation = Answer<'GET /inboxes/{inboxId}/reconciliations/{reconciliationId}'>;
export type Difference = Reconciliation['differences'][number];

export type Failure = Reconciliation['failure'];

export const isTroubled = ({ state }: Inbox): boolean => state === 'bad_credentials' || state === 'degraded';

export const nameOf = ({ displayName, id }: Inbox): string => (displayName === null ? id : `${displayName} (${id})`);
