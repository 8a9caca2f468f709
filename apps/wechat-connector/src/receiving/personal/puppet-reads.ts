import type { MessageDetails } from '../../converting/personal/details.js';
import type { PuppetRpc } from './puppet-rpc.js';

/** Questions to a puppet service, answered in our words. All reject with `PuppetFailure`. */
const READ_MS = 15_000;
const OFFICIAL_ACCOUNT = 2;

/** The payload of a message in the form that puppets write it: what is kept as the raw bytes of the message. */
export async function readMessagePayload(rpc: PuppetRpc, id: string): Promise<Record<string, unknown>> {
  const said = await rpc.call('messagePayload', { id }, READ_MS);
  const received = said['receiveTime'] as { seconds: number; nanos: number } | undefined;
  return {
    id: said['id'],
    type: said['type'],
    talkerId: said['talkerId'],
    listenerId: said['listenerId'],
    roomId: said['roomId'],
    mentionIdList: said['mentionIdsList'],
    text: said['text'],
    filename: said['filename'],
    timestamp: received ? received.seconds * 1000 + Math.round(received.nanos / 1e6) : said['timestampDeprecated'],
  };
}

export interface Person {
  readonly id: string;
  readonly name: string | null;
  /** The remark that the account's owner gave: nobody else can write it. */
  readonly remark: string | null;
  readonly avatar: string | null;
  readonly friend: boolean;
  /** A publisher, not a person. */
  readonly official: boolean;
}

export async function readPerson(rpc: PuppetRpc, id: string): Promise<Person> {
  const said = await rpc.call('contactPayload', { id }, READ_MS);
  return {
    id,
    name: textOf(said, 'name'),
    remark: textOf(said, 'alias'),
    avatar: textOf(said, 'avatar'),
    friend: said['friend'] === true,
    official: said['type'] === OFFICIAL_ACCOUNT,
  };
}

export async function readRoomTopic(rpc: PuppetRpc, id: string): Promise<string | null> {
  return textOf(await rpc.call('roomPayload', { id }, READ_MS), 'topic');
}

/** The name that somebody has in a room, where it differs from his own. */
export async function readRoomName(rpc: PuppetRpc, roomId: string, memberId: string): Promise<string | null> {
  const said = await rpc.call('roomMemberPayload', { id: roomId, memberId }, READ_MS);
  return textOf(said, 'roomAlias') ?? textOf(said, 'name');
}

/** The file of a message, as the JSON of a FileBox: the bytes, or where they are. */
export async function readFileBox(rpc: PuppetRpc, id: string): Promise<string> {
  const said = await rpc.call('messageFile', { id }, READ_MS);
  return textOf(said, 'fileBox') ?? '';
}

export async function readLink(rpc: PuppetRpc, id: string): Promise<MessageDetails['link']> {
  const said = recordOf(await rpc.call('messageUrl', { id }, READ_MS), 'urlLink');
  const url = said && textOf(said, 'url');
  return url ? { url, title: textOf(said, 'title') ?? '', description: textOf(said, 'description') ?? '' } : null;
}

export async function readMiniProgram(rpc: PuppetRpc, id: string): Promise<MessageDetails['miniProgram']> {
  const said = recordOf(await rpc.call('messageMiniProgram', { id }, READ_MS), 'miniProgram');
  if (said === null) return null;
  const fields = Object.keys(said).map((field) => [field, textOf(said, field)] as const);
  return Object.fromEntries(fields.filter((field): field is [string, string] => field[1] !== null));
}

export async function readLocation(rpc: PuppetRpc, id: string): Promise<MessageDetails['location']> {
  const said = recordOf(await rpc.call('messageLocation', { id }, READ_MS), 'location');
  if (said === null) return null;
  const [latitude, longitude] = [Number(said['latitude']), Number(said['longitude'])];
  return { latitude, longitude, name: textOf(said, 'name') ?? '', address: textOf(said, 'address') ?? '' };
}

export async function readCard(rpc: PuppetRpc, id: string): Promise<MessageDetails['card']> {
  const contactId = textOf(await rpc.call('messageContact', { id }, READ_MS), 'id');
  if (contactId === null) return null;
  const person = await readPerson(rpc, contactId).catch(() => null);
  return { contactId, name: person?.name ?? null };
}

function recordOf(said: Record<string, unknown>, field: string): Record<string, unknown> | null {
  const value = said[field];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

/** Text that is not set comes as an empty one. */
function textOf(said: Record<string, unknown>, field: string): string | null {
  const value = said[field];
  return typeof value === 'string' && value !== '' ? value : null;
}
