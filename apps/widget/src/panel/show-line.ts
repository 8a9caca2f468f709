import type { ChatLine } from '#contracts';
import { make } from './elements.js';
import type { Unsent } from './connection.js';
import type { Words } from './words.js';

/** What a line says of itself where it is no message; null where there is nothing to show. */
function toNotice(line: ChatLine, words: Words): string | null {
  const { state, event } = line;
  if (state?.is === 'queued')
    return words.queued(state.position, state.estimateMs === undefined ? undefined : Math.ceil(state.estimateMs / 60_000));
  if (state?.is === 'joined') return words.joined(state.agentName);
  if (state?.is === 'ended' || event?.name === 'chat.ended') return words.ended;
  if (event?.name === 'chat.rated') return words.rated;
  if (event?.name === 'chat.transcript_requested') return words.mailAsked;
  return null;
}

export function showLine(line: ChatLine, words: Words, readByAgent: number): HTMLElement | null {
  const notice = toNotice(line, words);
  if (notice !== null) return make('p', { className: 'notice' }, notice);
  const { text, files = [], links = [], form, from, name } = line;
  if (text === undefined && files.length === 0 && links.length === 0 && form === undefined) return null;
  const mine = from === 'visitor';
  const at = new Date(line.at);
  const time = make('time', { dateTime: line.at }, at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  return make(
    'div',
    { className: mine ? 'line mine' : 'line' },
    make(
      'span',
      { className: 'who' },
      mine ? words.you : (name ?? ''),
      ' ',
      time,
      mine && line.seq <= readByAgent ? ` · ${words.read}` : null,
    ),
    form === undefined
      ? null
      : make('dl', {}, ...form.values.flatMap(({ label, value }) => [make('dt', {}, label), make('dd', {}, String(value))])),
    text === undefined ? null : make('p', { className: 'text' }, text),
    ...links.map(({ url, title }) => make('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow' }, title ?? url)),
    ...files.map((file) => make('a', { href: file.path, download: file.name, className: 'file' }, `${file.name} (${toSize(file.bytes)})`)),
  );
}

export function showUnsent(frame: Unsent, words: Words): HTMLElement | null {
  if (frame.t !== 'say') return null;
  return make(
    'div',
    { className: 'line mine unsent' },
    make('span', { className: 'who' }, words.sending),
    make('p', { className: 'text' }, frame.text ?? '…'),
  );
}

function toSize(bytes: number): string {
  return bytes < 1_024 * 1_024 ? `${Math.max(1, Math.round(bytes / 1_024))} kB` : `${(bytes / 1_024 / 1_024).toFixed(1)} MB`;
}
