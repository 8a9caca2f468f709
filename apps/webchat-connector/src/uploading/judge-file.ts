import type { StoredFile } from '../converting/bodies.js';
import { cleanName } from './clean-name.js';
import type { Sniffed } from './sniff-type.js';

/** Pictures that a page may draw: they hold no script. */
const DRAWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/heic',
  'image/bmp',
  'image/tiff',
  'image/apng',
]);
/** What programs write for the same bytes. */
const ALIKE: readonly (readonly string[])[] = [
  ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  ['image/png', 'image/x-png', 'image/apng', 'image/vnd.mozilla.apng'],
  ['image/bmp', 'image/x-ms-bmp'],
  ['application/zip', 'application/x-zip-compressed', 'application/x-zip'],
  ['application/gzip', 'application/x-gzip'],
  ['application/x-rar-compressed', 'application/vnd.rar', 'application/x-rar'],
  ['application/x-cfb', 'application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint', 'application/vnd.ms-outlook'],
  ['audio/mpeg', 'audio/mp3'],
  ['audio/wav', 'audio/x-wav', 'audio/vnd.wave', 'audio/wave'],
  ['audio/mp4', 'audio/x-m4a', 'audio/m4a', 'video/mp4'],
  ['audio/ogg', 'video/ogg', 'application/ogg'],
  ['video/webm', 'audio/webm', 'video/matroska', 'video/x-matroska', 'audio/matroska'],
  ['text/xml', 'application/xml'],
  ['application/rtf', 'text/rtf'],
];
/** Bytes that are text may be called by what is written in them. */
const TEXTUAL = /^(text\/(?!html)|application\/(json|x-yaml|yaml|csv|x-ndjson|sql|x-sql|vnd\.ms-excel$|x-subrip|pgp-))/;

export function isAllowed(type: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => pattern === type || (pattern.endsWith('*') && type.startsWith(pattern.slice(0, -1))));
}

/** How a file is kept and shown: by what it is. One that claims to be something else is a plain download, and says so. */
export function judgeFile(
  sniffed: Sniffed,
  declared: string | undefined,
  name: string | undefined,
): Pick<StoredFile, 'type' | 'name' | 'kind' | 'doubtful'> {
  const claim = declared?.split(';')[0]?.trim().toLowerCase() ?? '';
  const type = sniffed.type === 'text/plain' && TEXTUAL.test(claim) && !claim.includes('excel') ? claim : sniffed.type;
  const doubtful = claim !== '' && claim !== 'application/octet-stream' && !agree(claim, sniffed.type);
  const named = cleanName(name, sniffed.extension);
  if (doubtful) return { type, name: named, kind: 'file', doubtful };
  const [group] = type.split('/');
  return { type, name: named, kind: DRAWN.has(type) ? 'image' : group === 'audio' || group === 'video' ? group : 'file' };
}

function agree(claim: string, type: string): boolean {
  if (claim === type || (type === 'text/plain' && TEXTUAL.test(claim))) return true;
  return ALIKE.some((group) => group.includes(claim) && group.includes(type));
}
