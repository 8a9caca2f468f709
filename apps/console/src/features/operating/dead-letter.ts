import type { ItemOf, Tone } from '#page-kit';

export type DeadLetter = ItemOf<'GET /dead-letters'>;

export const STATE_TONES: Readonly<Record<DeadLetter['state'], Tone>> = { waiting: 'bad', replaying: 'accent', replayed: 'good' };
