import type { ItemOf } from '#page-kit';

export type Measure = ItemOf<'GET /tickets/{id}/measures'>;
export const MEASURE_CHANGES = { changes: ['GET /tickets/{id}/measures', 'GET /tickets/{id}/entries'] } as const;
