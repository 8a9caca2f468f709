import type { ChatFile, ChatLine } from '#contracts';
import { drawIcon, Icons } from '../draw-icon.js';
import type { Unsent } from './connection.js';
import { make } from './elements.js';
import { fill, type Format } from './format.js';
import type { Words } from './words/en.js';

export interface Speech {
  readonly words: Words;
  readonly format: Format;
}

/** What a line says of itself where it is no message; null where there is nothing to show. */
export function noticeOf(line: ChatLine, words: Words): string | null {
  const { state, event } = line;
  if (state?.is === 'joined') return fill(words.joined, { name: state.agentName ?? words.agent });
  if (state?.is === 'ended' || event?.name === 'chat.ended') return words.ended;
  if (event?.name === 'chat.rated') return words.rated;
  if (event?.name === 'chat.transcript_requested') return words.mailAsked;
  return null;
}

export function isMessage({ text, files, links, form }: ChatLine): boolean {
  return text !== undefined || (files?.length ?? 0) > 0 || (links?.length ?? 0) > 0 || form !== undefined;
}

export function nameOf({ from, name }: ChatLine, words: Words): string {
  if (from === 'visitor') return words.you;
  return name ?? (from === 'bot' ? words.assistant : words.agent);
}

/** `follows`: it goes on from the line above, of the same person. */
export function showLine(line: ChatLine, { words, format }: Speech, follows: boolean, read: boolean): HTMLElement {
  const { text, files = [], links = [], form, from } = line;
  const mine = from === 'visitor';
  const time = make('time', { dateTime: line.at, dir: 'auto' }, format.time(new Date(line.at)));
  const name = make('span', { className: mine ? 'unseen' : 'name', dir: 'auto' }, nameOf(line, words));
  return make(
    'div',
    { className: `line${mine ? ' mine' : ''}${follows ? ' follows' : ''}` },
    make('span', { className: follows ? 'unseen' : 'who' }, name, ' ', time),
    form === undefined ? null : showForm(form.values),
    text === undefined ? null : make('p', { className: 'text', dir: 'auto' }, ...withLinks(text)),
    ...links.map(({ url, title }) => showLink(url, title ?? url)),
    ...files.map((file) => showFile(file, format)),
    read && make('span', { className: 'receipt' }, words.read),
  );
}

export function showUnsent(frame: Unsent, words: Words, online: boolean): HTMLElement | null {
  if (frame.t !== 'say') return null;
  const message = frame.form?.values['message'];
  const text = frame.text ?? (typeof message === 'string' ? message : frame.form && frame.form.id !== 'offline' ? null : '…');
  return make(
    'div',
    { className: 'line mine unsent' },
    text === null ? null : make('p', { className: 'text', dir: 'auto' }, text),
    make('span', { className: 'receipt' }, online ? words.sending : words.waitsToSend),
  );
}

function showForm(values: readonly { readonly label: string; readonly value: string | boolean }[]): HTMLElement {
  const list = make('dl');
  for (const { label, value } of values) {
    const shown = typeof value === 'boolean' ? (value ? '✓' : '✗') : value;
    list.append(make('dt', {}, label), make('dd', { dir: 'auto' }, shown));
  }
  return list;
}

function showFile(file: ChatFile, format: Format): HTMLElement {
  const size = format.size(file.bytes);
  const picture = /^image\/(png|jpe?g|gif|webp)$/.test(file.type);
  if (picture) {
    const img = make('img', { src: file.path, alt: file.name });
    img.setAttribute('loading', 'lazy');
    return make('a', { href: file.path, download: file.name, className: 'picture', title: `${file.name} · ${size}` }, img);
  }
  const name = make('span', { className: 'label', dir: 'auto' }, file.name);
  return make('a', { href: file.path, download: file.name, className: 'file' }, drawIcon(Icons.file, 20), name, make('small', {}, size));
}

function showLink(url: string, words: string): HTMLElement {
  return make('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'auto' }, words);
}

/** Addresses in a text can be followed; all else in it stays text. */
function withLinks(text: string): (Node | string)[] {
  return text
    .split(/(https?:\/\/[^\s<>"'，。；！？、（）()]*[^\s<>"'，。；！？、（）().,;:!?])/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^https?:\/\//.test(piece) ? showLink(piece, piece) : piece));
}
