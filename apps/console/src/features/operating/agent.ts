import type { ItemOf } from '#page-kit';

export type Agent = ItemOf<'GET /agents'>;
/** What somebody has to do, and what he can. */
export type Work = ItemOf<'GET /agents/work'>;
