import type { ItemOf } from '#page-kit';

export type Inbox = ItemOf<'GET /inboxes'>;

export const isTroubled = ({ state }: Inbox): boolean => state === 'bad_credentials' || state === 'degraded';
