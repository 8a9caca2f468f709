import type { MessagePart } from '@tributary/connector-sdk/contracts';
import { fieldOf, type WeiboMessage } from './weibo-message.js';

const MAX_CHARACTERS = 65_536;

/** The one thing that a message of Weibo holds; what is not known is `unsupported`, and the raw bytes keep it. */
export function toPart(message: WeiboMessage): MessagePart {
  const { type, text } = message;
  const base = { partId: '1' } as const;
  const words = (text ?? '').slice(0, MAX_CHARACTERS);
  // `tovfid` is the file as the receiver may fetch it.
  const fid = fieldOf(message, 'tovfid') ?? fieldOf(message, 'vfid');
  if ((type === 'text' || type === 'mention') && words.trim() !== '') return { ...base, type: 'text', text: words, fallback: words };
  if (type === 'image' && fid !== undefined) return { ...base, type: 'image', fallback: words.trim() || '[picture]', media: pending(fid) };
  if (type === 'voice' && fid !== undefined) return { ...base, type: 'audio', fallback: words.trim() || '[voice]', media: pending(fid) };
  if (type === 'position') return toLocation(message);
  return { ...base, type: 'unsupported', nativeType: type, fallback: `[${type}] ${words}`.trim() };
}

function pending(fid: string) {
  return { state: 'pending', source: { ref: fid } } as const;
}

function toLocation(message: WeiboMessage): MessagePart {
  const [latitude, longitude] = [Number(fieldOf(message, 'latitude') ?? NaN), Number(fieldOf(message, 'longitude') ?? NaN)];
  const coordinatesAvailable = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const words = message.text?.trim();
  return {
    partId: '1',
    type: 'location',
    ...(coordinatesAvailable ? { latitude, longitude } : {}),
    // Weibo does not say which.
    datum: 'unknown',
    coordinatesAvailable,
    ...(words ? { label: words } : {}),
    fallback: `[place] ${words ?? ''} ${coordinatesAvailable ? `${latitude}, ${longitude}` : ''}`.replaceAll(/\s+/g, ' ').trim(),
  };
}
