import type { MessagePart, ReplyRequested } from '@tributary/connector-sdk/contracts';
import { MAX_PARAM_BYTES, MAX_PIECES, MAX_UPLOAD_BYTES } from '../dingtalk.capabilities.js';
import { FILE_TYPES, IMAGE_TYPES } from './file-types.js';
import type { FilePiece, Piece } from './piece.js';
import { refuse } from './refuse.js';
import { splitText } from './split-text.js';
import { toTemplate } from './to-template.js';

type Fault = readonly [category: 'unsupported_part' | 'too_large', message: string];

/**
 * A reply as the messages that DingTalk takes, in order: words that follow each other are one as long as they fit. Pure. What it does not take refuses the
 * reply (`adapt: strict`), or goes as its words, and too long ones in several pieces (`degrade`). `files`: can the recipient be sent any?
 */
export function toPieces({ parts, adapt }: Pick<ReplyRequested, 'parts' | 'adapt'>, files: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const carried = part.type === 'text' ? (part.text ?? part.fallback) : toFile(part, files);
    if (typeof carried === 'string') addText(pieces, carried, adapt);
    else if ('kind' in carried) pieces.push(carried);
    else if (adapt === 'strict') throw refuse(...carried, 'Send it in another form or by another channel, or let the reply be adapted.');
    else addText(pieces, part.fallback, adapt);
  }
  if (pieces.length > MAX_PIECES)
    throw refuse('too_large', `The reply makes ${pieces.length} messages, and ${MAX_PIECES} are the most`, 'Send it in parts.');
  return pieces;
}

function toFile(part: MessagePart, files: boolean): FilePiece | Fault {
  if (part.type !== 'image' && part.type !== 'file') return ['unsupported_part', `This connector sends no ${part.type}`];
  if (!files) return ['unsupported_part', 'The webhook of a message carries text only, and its sender is no colleague'];
  const { state, blobRef, sizeBytes = 0, fileName, detectedType, declaredType } = part.media;
  const contentType = detectedType ?? declaredType ?? 'application/octet-stream';
  const name = fileName ?? part.type;
  if (state !== 'stored' || blobRef === undefined) return ['unsupported_part', `There are no bytes of ${name}`];
  if (sizeBytes > MAX_UPLOAD_BYTES) return ['too_large', `${name} has ${sizeBytes} bytes, DingTalk takes ${MAX_UPLOAD_BYTES}`];
  const image = IMAGE_TYPES[contentType];
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  const fileType = image ?? (ending === undefined ? FILE_TYPES[contentType] : Object.values(FILE_TYPES).find((type) => type === ending));
  if (fileType === undefined) return ['unsupported_part', `DingTalk takes no ${name} (${contentType}) of a robot`];
  const whole = ending === undefined ? `${name}.${fileType}` : name;
  return { kind: image === undefined ? 'file' : 'image', ref: blobRef, fileName: whole, fileType, contentType };
}

function addText(pieces: Piece[], text: string, adapt: ReplyRequested['adapt']): void {
  const last = pieces.at(-1);
  const joined = last?.kind === 'text' ? `${last.text}\n${text}` : null;
  if (joined !== null && fits(joined)) pieces.splice(-1, 1, { kind: 'text', text: joined });
  else if (fits(text)) pieces.push({ kind: 'text', text });
  else if (adapt === 'strict')
    throw refuse('too_large', `The text is too long: DingTalk takes ${MAX_PARAM_BYTES} bytes`, 'Send it in parts.');
  else pieces.push(...splitText(text, fits).map((piece) => ({ kind: 'text', text: piece }) as const));
}

function fits(text: string): boolean {
  return Buffer.byteLength(toTemplate({ kind: 'text', text }).msgParam) <= MAX_PARAM_BYTES;
}
