import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { API_KEY } from '../../support/started-product.js';
import type { DeskAgent } from '../desk-agents.js';
import type { Entry, Ticket } from '../desk-views.js';
import type { RunningDesk } from '../running-desk.js';

/** Words that would be found in a file that holds the sound as it is. */
export const SPOKEN = 'the customer says his card number aloud';

export interface RecordedCall {
  readonly ticket: Ticket;
  readonly entry: Entry;
  readonly sound: Buffer;
}

/** A call whose recording the desk fetched from the switchboard. */
export async function bringRecordedCall(desk: RunningDesk, { caller }: { readonly caller: string }): Promise<RecordedCall> {
  const [callId, sound, now] = [randomUUID(), makeSound(), desk.clock.now().getTime()];
  desk.partner.files.set(`/recordings/${callId}.wav`, sound);
  const at = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
  const call = { callId, direction: 'inbound', caller, callee: '4008003456', outcome: 'answered' };
  const times = { startedAt: at(70), answeredAt: at(60), endedAt: at(1) };
  const recordings = [`http://${desk.partner.host}/recordings/${callId}.wav`];
  expect(await desk.doors.hook('hotline', { ...call, ...times, recordings })).toBeLessThan(300);
  const ticket = await desk.ticketOf(callId);
  const entry = await desk.until(async () => {
    for (const each of await desk.entries(ticket)) if ((await hearRecording(desk, each)).status === 200) return each;
    return null;
  }, 'the recording on the call');
  return { ticket, entry, sound };
}

/** The first recording of an entry, as a program or as an agent; bytes are null where it was refused. */
export async function hearRecording(
  desk: RunningDesk,
  entry: { readonly id: string },
  as?: DeskAgent,
): Promise<{ readonly status: number; readonly bytes: Buffer | null }> {
  const headers = as === undefined ? { authorization: `Bearer ${API_KEY}` } : as.headers;
  const answer = await fetch(`${desk.product.apiUrl}/api/v1/entries/${entry.id}/recordings/0`, { headers });
  return { status: answer.status, bytes: answer.ok ? Buffer.from(await answer.arrayBuffer()) : null };
}

function makeSound(): Buffer {
  const samples = Buffer.concat([Buffer.from(SPOKEN), randomBytes(60_000), Buffer.from(SPOKEN)]);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  for (const [offset, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    head.writeUInt16LE(value, offset);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
