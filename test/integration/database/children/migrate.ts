import { migrateRooms } from '#database';
import { silentLogger } from '#runtime';
import { ROOMS } from '../migrating-rooms.js';

const [, , url = ''] = process.argv;
console.log(JSON.stringify({ ready: true }));
await migrateRooms(url, ROOMS, silentLogger);
console.log(JSON.stringify({ migrated: true }));
