import type { RoomMigrations } from '#runtime';
import { Blobs1760000000001 } from './1760000000001-blobs.js';
import { SealedBlobs1777000000041 } from './1777000000041-sealed-blobs.js';

export const blobStoreMigrations: RoomMigrations = {
  room: 'blob-store',
  floor: 2,
  migrations: [Blobs1760000000001, SealedBlobs1777000000041],
};
