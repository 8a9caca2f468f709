import type { TranscriptLine } from '#connector-sdk';
import type { ChatFile, ChatLine } from '#contracts';
import { clientIdOf } from '../webchat.ids.js';
import type { Moved, StoredFile } from './bodies.js';

/** Makes the address of a file for the page that shows it. */
export type LinkFile = (file: StoredFile) => string;

/** A line as the visitor's page gets it: nothing of what we know about him but his own words. */
export function toChatLine(line: TranscriptLine, link: LinkFile): ChatLine {
  const body = line.body as Moved;
  const about = { seq: line.seq, id: clientIdOf(line.id), at: body.movedAt ?? line.at.toISOString() };
  switch (body.k) {
    case 'said':
      return {
        ...about,
        from: 'visitor',
        ...(body.text === undefined ? {} : { text: body.text }),
        ...(body.files === undefined ? {} : { files: body.files.map((file) => toChatFile(file, link)) }),
        ...(body.form === undefined ? {} : { form: body.form }),
        ...(body.native === undefined ? {} : { text: `[${body.native.kind}]` }),
      };
    case 'done':
      return { ...about, from: 'visitor', event: { name: body.name, data: body.data } };
    case 'reply':
      return {
        ...about,
        from: body.role,
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.text === undefined ? {} : { text: body.text }),
        ...(body.files === undefined ? {} : { files: body.files.map((file) => toChatFile(file, link)) }),
        ...(body.links === undefined ? {} : { links: body.links }),
      };
    case 'state': {
      const { k: _kind, moved: _moved, movedAt: _at, ...state } = body;
      return { ...about, from: 'system', state };
    }
    default:
      // Of a newer version of us, after a step back.
      return { ...about, from: 'system' };
  }
}

function toChatFile(file: StoredFile, link: LinkFile): ChatFile {
  return { name: file.name, type: file.type, bytes: file.bytes, path: link(file) };
}
