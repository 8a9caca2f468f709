import { MAX_EVENT_BYTES, type BlobRef, type InboundMessage } from '#contracts';
import { PermanentError } from '#runtime';

const PREVIEW_CHARACTERS = 4096;

/** Where words that do not fit go: gives the reference they will be found under. */
export type SpillText = (text: string) => BlobRef;

interface Candidate {
  readonly characters: number;
  shrink(): void;
}

/**
 * Makes an event fit into `MAX_EVENT_BYTES`, biggest text first: texts and html of parts go into the blob store and leave a preview, copies of
 * them are cut. Returns a changed copy. Throws `PermanentError` (`event_too_large`) when what is left is no text.
 */
export function fitMessage(message: InboundMessage, sizeOf: (message: InboundMessage) => number, spill: SpillText): InboundMessage {
  const fitting: InboundMessage = { ...message, parts: message.parts.map((part) => ({ ...part })), truncated: true };
  const candidates = findCandidates(fitting, spill).sort((a, b) => b.characters - a.characters);
  for (const candidate of candidates) {
    candidate.shrink();
    if (sizeOf(fitting) <= MAX_EVENT_BYTES) return fitting;
  }
  throw new PermanentError(`Message ${message.remoteMessageId} is an event of more than ${MAX_EVENT_BYTES} bytes even without its texts`, {
    code: 'event_too_large',
    hint: 'The connector must shorten recipients, extras or channelContext, or emit message.parked.',
    fields: { inboxId: message.inbox.id, bytes: sizeOf(fitting) },
  });
}

function findCandidates(message: InboundMessage, spill: SpillText): Candidate[] {
  const found: Candidate[] = [];
  const offer = (text: string | undefined, shrink: (text: string) => void) => {
    if (text !== undefined && text.length > PREVIEW_CHARACTERS) found.push({ characters: text.length, shrink: () => shrink(text) });
  };
  for (const part of message.parts) {
    if (part.type === 'text') offer(part.text, (text) => Object.assign(part, { text: preview(text), textRef: spill(text) }));
    if (part.type === 'html')
      offer(part.html, (html) => {
        delete part.html;
        part.htmlRef = spill(html);
      });
    offer(part.fallback, (text) => (part.fallback = preview(text)));
  }
  offer(message.plainText, (text) => (message.plainText = preview(text)));
  offer(message.newText, (text) => (message.newText = preview(text)));
  return found;
}

function preview(text: string): string {
  return text.slice(0, PREVIEW_CHARACTERS);
}
