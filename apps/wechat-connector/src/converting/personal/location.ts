import type { MessagePart } from '#contracts';
import { attributeOf } from './xml-fields.js';

/** What the puppet service says of a place beside the text of the message. */
export interface PuppetLocation {
  readonly latitude: number;
  readonly longitude: number;
  readonly name: string;
  readonly address: string;
}

type LocationPart = Extract<MessagePart, { type: 'location' }>;

/** What services write where they know nothing. */
const PLACEHOLDERS = new Set(['', 'NOADDRESS', 'NONAME', '[位置]']);

/**
 * A place from WeChat's XML, else from the service. 0,0 is what services say that do not know, and is no place anybody sends: coordinates
 * then are not available. WeChat counts in the datum of Chinese maps.
 */
export function toLocationPart(partId: string, text: string, told: PuppetLocation | null): LocationPart {
  const xml = {
    point: toPoint(attributeOf(text, 'location', 'x'), attributeOf(text, 'location', 'y')),
    label: attributeOf(text, 'location', 'poiname'),
    address: attributeOf(text, 'location', 'label'),
  };
  const point = xml.point ?? (told === null ? null : toPoint(told.latitude, told.longitude));
  const label = pick(xml.label, told?.name);
  const address = pick(xml.address, told?.address, text.includes('<') ? null : text.split('\n', 1)[0]);
  const words = [...new Set([label, address].filter((word) => word !== undefined))].join(', ');
  return {
    ...{ partId, type: 'location', datum: point === null ? 'unknown' : 'gcj02', coordinatesAvailable: point !== null },
    fallback: words === '' ? '[location]' : `[location] ${words}`,
    ...(point ?? {}),
    ...(label === undefined ? {} : { label }),
    ...(address === undefined ? {} : { address }),
  };
}

function toPoint(x: string | number | null, y: string | number | null): { latitude: number; longitude: number } | null {
  if (x === null || y === null) return null;
  const [latitude, longitude] = [Number(x), Number(y)];
  const known = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude === 0 && longitude === 0);
  return known ? { latitude, longitude } : null;
}

function pick(...words: (string | null | undefined)[]): string | undefined {
  const found = words.find((word) => word !== null && word !== undefined && !PLACEHOLDERS.has(word.trim()));
  return found
    ?.trim()
    .replace(/[:：]$/, '')
    .slice(0, 1_000);
}
