import type { RoomMigrations } from '#runtime';
import { CreateConsuming1767225600201 } from './1767225600201-create-consuming.js';
import { CreateLog1767225600202 } from './1767225600202-create-log.js';
import { CreateReplayRequests1767225600203 } from './1767225600203-create-replay-requests.js';
import { BeatOfMembers1767225600204 } from './1767225600204-beat-of-members.js';

/** Tables of this room: the log of the Postgres engine; parked records, dead letters and the outbox of both engines. */
export const eventBusMigrations: RoomMigrations = {
  room: 'event-bus',
  floor: 2,
  migrations: [CreateConsuming1767225600201, CreateLog1767225600202, CreateReplayRequests1767225600203, BeatOfMembers1767225600204],
};
