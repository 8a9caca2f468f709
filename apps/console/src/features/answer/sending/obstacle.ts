import { ApiProblem, api, type Answer } from '#page-kit';

export type Entry = Answer<'GET /tickets/{id}/entries'>['items'][number];

/** Why an answer did not go, as far as its writer can do something about it. What he wrote stays where it is. */
export type Obstacle =
  | { readonly kind: 'newer'; readonly entries: readonly Entry[]; readonly version: number }
  | { readonly kind: 'account-data'; readonly kinds: readonly string[]; readonly override: 'nobody' | 'agent' | 'supervise' }
  | { readonly kind: 'window'; readonly isUsedUp: boolean }
  | { readonly kind: 'unnamed'; readonly ids: readonly string[] }
  | { readonly kind: 'other'; readonly error: unknown };

export function readObstacle(error: unknown): Exclude<Obstacle, { kind: 'newer' }> {
  if (!(error instanceof ApiProblem)) return { kind: 'other', error };
  const { code, body } = error;
  if (code === 'account_data_stopped')
    return { kind: 'account-data', kinds: body['kinds'] as string[], override: body['override'] as 'nobody' | 'agent' | 'supervise' };
  if (code === 'window_closed' || code === 'quota_exceeded') return { kind: 'window', isUsedUp: code === 'quota_exceeded' };
  if (code === 'attachment_unnamed')
    return { kind: 'unnamed', ids: (body['attachments'] as { partId: string }[]).map(({ partId }) => partId) };
  return { kind: 'other', error };
}

const LOOKED_AT = 20;

/** What others added to the ticket since the writer began; system entries tell nothing that could be answered twice. */
export async function findNewer(ticketId: string, since: string, me: string): Promise<Entry[]> {
  const { items } = await api.ask('GET /tickets/{id}/entries', { path: { id: ticketId }, query: { order: 'desc', limit: LOOKED_AT } });
  return items
    .filter(({ direction, receivedAt, author }) => direction !== 'system' && receivedAt > since && author.agentId !== me)
    .reverse();
}
