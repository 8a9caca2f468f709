import { nameType } from './message-types.js';

/** A puppet's message payload, read: ids are strings, an empty string is absent, the time is a time. */
export interface PuppetMessage {
  readonly id: string | null;
  /** A name of `MESSAGE_TYPES`, or the puppet's own number as text. */
  readonly type: string;
  /** Who wrote it; null for notices that nobody wrote. */
  readonly talkerId: string | null;
  readonly listenerId: string | null;
  readonly roomId: string | null;
  readonly text: string;
  readonly fileName: string | null;
  readonly mentionIds: readonly string[];
  /** Null where the puppet names no time that can be one. */
  readonly at: Date | null;
  readonly precision: 's' | 'ms';
}

/** It is no payload of a message: no object, or nothing in it that says what and where. */
export class NoPuppetMessage extends Error {
  override readonly name = 'NoPuppetMessage';
}

/** Payloads of puppets of both generations: `talkerId` and `listenerId` were once `fromId` and `toId`. Throws `NoPuppetMessage`. */
export function readPuppetMessage(payload: unknown): PuppetMessage {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw new NoPuppetMessage('a message payload of a puppet is a JSON object');
  const own = (name: string): unknown => (Object.hasOwn(payload, name) ? (payload as Record<string, unknown>)[name] : undefined);
  const talkerId = readId(own('talkerId')) ?? readId(own('fromId'));
  const listenerId = readId(own('listenerId')) ?? readId(own('toId'));
  const [id, roomId] = [readId(own('id')), readId(own('roomId'))];
  if (id === null && talkerId === null && listenerId === null && roomId === null)
    throw new NoPuppetMessage('the payload names neither a message nor anybody who wrote or got it');
  const mentions = own('mentionIdList');
  const text = own('text');
  return {
    ...{ id, talkerId, listenerId, roomId },
    type: nameType(own('type')),
    text: typeof text === 'string' ? text : typeof text === 'number' ? String(text) : '',
    fileName: readId(own('filename')),
    mentionIds: Array.isArray(mentions) ? mentions.map(readId).filter((mention) => mention !== null) : [],
    ...readTime(own('timestamp')),
  };
}

function readId(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const id = value.trim();
  return id === '' ? null : id;
}

/** Puppets count in seconds or in milliseconds; below this it is seconds (as milliseconds it would be before 1974). */
const SECONDS_BELOW = 1e11;
/** What `Date` can hold. */
const MOST_MS = 8.64e15;

function readTime(value: unknown): Pick<PuppetMessage, 'at' | 'precision'> {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) return { at: null, precision: 's' };
  const seconds = number < SECONDS_BELOW;
  const ms = Math.round(seconds ? number * 1000 : number);
  if (ms > MOST_MS || ms > Date.UTC(9999, 11, 31)) return { at: null, precision: 's' };
  // Seconds that a puppet server has made into milliseconds end in 000: nothing says more of them.
  return { at: new Date(ms), precision: seconds || ms % 1000 === 0 ? 's' : 'ms' };
}
