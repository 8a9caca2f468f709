import type { Answer } from '#page-kit';
import type { Entry, Ticket } from '../entry.js';

type Made = Answer<'GET /tickets/{id}/changes'>['items'][number];

/** What came between what was seen and what is: who changed which field to what and when, and who wrote. */
export interface Meanwhile {
  readonly changes: readonly {
    readonly by: string | null;
    readonly at: string;
    readonly fields: readonly (readonly [string, unknown])[];
  }[];
  readonly writers: readonly { readonly by: string | null; readonly at: string }[];
}

const COMPARED = ['status', 'priority', 'assignee', 'group', 'subject', 'category', 'stage'] as const;

/** `made`: what people changed since, newest first; what differs and none of them changed was the desk's own doing. `come`: entries since. Nobody is told of what he did himself. */
export function toMeanwhile(
  { seen, now, me }: { readonly seen: Ticket; readonly now: Ticket; readonly me: string },
  made: readonly Made[],
  come: readonly Entry[],
): Meanwhile {
  const all = made.map(({ at, by, changes }) => ({
    by: by.displayName ?? null,
    isMine: by.id === me,
    at,
    fields: Object.entries(changes).map(([field, { to }]) => [field, to] as const),
  }));
  const told = new Set(all.flatMap(({ fields }) => fields.map(([field]) => field)));
  const others = COMPARED.filter((field) => now[field] !== seen[field] && !told.has(field)).map((field) => [field, now[field]] as const);
  const byOthers = all.filter(({ isMine }) => !isMine).map(({ by, at, fields }) => ({ by, at, fields }));
  return {
    changes: [...byOthers, ...(others.length === 0 ? [] : [{ by: null, at: now.updatedAt, fields: others }])],
    writers: come
      .filter(({ direction, author }) => direction !== 'system' && author.role !== 'system' && author.agentId !== me)
      .map(({ author, receivedAt }) => ({ by: author.displayName ?? null, at: receivedAt })),
  };
}
