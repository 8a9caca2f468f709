/** What `GET /tickets` is asked, by the names and words of its query. */
export type ViewQuery = Readonly<Record<string, string>>;

export interface View {
  readonly id: string;
  readonly kind: 'built-in' | 'own';
  /** Null: the console has a word for it. */
  readonly name: string | null;
  readonly query: ViewQuery;
}

const OPEN_WORK = 'new,open,pending';

/** In the order they are shown. What is `mine` is nobody's who is no agent. */
export const BUILT_IN_VIEWS: readonly View[] = [
  builtIn('mine', { assignee: 'me', status: OPEN_WORK }),
  builtIn('group', { group: 'mine', status: OPEN_WORK }),
  builtIn('unassigned', { assignee: 'none', status: OPEN_WORK }),
  builtIn('overdue', { overdue: 'true', status: OPEN_WORK }),
  builtIn('review', { box: 'review' }),
  builtIn('spam', { box: 'quarantine' }),
];

/** What is counted of a view: open work, unless it says itself which states, or looks into a box (a flood lies closed in the quarantine). */
export function toCountedQuery(query: ViewQuery): ViewQuery {
  return 'status' in query || 'box' in query ? query : { ...query, status: OPEN_WORK };
}

function builtIn(id: string, query: ViewQuery): View {
  return { id, kind: 'built-in', name: null, query };
}
