import type { Capabilities, MessagePart, ReplyWindow } from '#contracts';

/** Why a reply cannot go out by this channel as it is; categories as connectors have them. */
export interface ReplyFault {
  readonly category: 'window_closed' | 'quota_exceeded' | 'too_large' | 'unsupported_part';
  readonly partId?: string;
  /** In words for the agent. */
  readonly reason: string;
}

/** What was changed so that the channel carries it. */
export interface Adaptation {
  readonly partId: string;
  readonly kind: 'text_instead' | 'text_cut' | 'left_out';
  readonly reason: string;
}

export interface ReplyWindowView {
  readonly open: boolean;
  readonly endsAt: string | null;
  /** Messages left before the customer writes again; null: no such limit. */
  readonly remaining: number | null;
  readonly reason: string | null;
}

export const OPEN_WINDOW: ReplyWindowView = { open: true, endsAt: null, remaining: null, reason: null };

/** `stated`: as the connector said it last; `sentSince`: messages that went out in the conversation since then. */
export function judgeWindow(stated: ReplyWindow | null, sentSince: number, now: Date): ReplyWindowView {
  if (stated === null) return OPEN_WINDOW;
  const { open, endsAt, remaining, reason } = stated;
  const left = remaining === undefined ? null : Math.max(0, remaining - sentSince);
  const over = endsAt !== undefined && Date.parse(endsAt) <= now.getTime();
  return {
    open: open && !over && left !== 0,
    endsAt: endsAt ?? null,
    // Once the time is over, how many were left is nobody's reason.
    remaining: over ? null : left,
    reason: over ? 'the customer wrote too long ago' : left === 0 ? 'no message is left until the customer writes again' : (reason ?? null),
  };
}

export function findWindowFault({ open, remaining, endsAt, reason }: ReplyWindowView): ReplyFault | null {
  if (open) return null;
  const category = remaining === 0 ? 'quota_exceeded' : 'window_closed';
  return { category, reason: reason ?? (endsAt === null ? 'the channel takes no answer now' : `the channel took answers until ${endsAt}`) };
}

/**
 * How many messages of the channel an answer takes, where these are counted: each file and card is one, words that follow each other are one, or as
 * many as their length needs.
 */
export function countMessages(parts: readonly MessagePart[], { text: { max, unit } }: Pick<Capabilities, 'text'>): number {
  let messages = 0;
  let words = 0;
  const flush = () => {
    messages += Math.ceil(words / max);
    words = 0;
  };
  for (const part of parts) {
    if ('media' in part || part.type === 'location' || part.type === 'card') {
      flush();
      messages += 1;
    } else {
      const text = part.type === 'text' ? (part.text ?? part.fallback) : part.fallback;
      words += unit === 'bytes' ? Buffer.byteLength(text) : text.length;
    }
  }
  flush();
  return Math.max(1, messages);
}

/** Open, and yet too small for an answer of so many messages. */
export function findCountFault({ open, remaining }: ReplyWindowView, messages: number): ReplyFault | null {
  if (!open || remaining === null || messages <= remaining) return null;
  return { category: 'quota_exceeded', reason: `it takes ${messages} messages, and ${remaining} are left until the customer writes again` };
}

export interface FittedParts {
  readonly parts: readonly MessagePart[];
  readonly adaptations: readonly Adaptation[];
  readonly faults: readonly ReplyFault[];
}

/**
 * The parts as the channel carries them. `strict`: what it cannot carry is a fault. `degrade`: its words go instead, long text in several
 * pieces; bytes that are too many, or of a kind it does not take, are a fault all the same, for nothing is left out unseen.
 */
export function fitParts(parts: readonly MessagePart[], capabilities: Capabilities | null, adapt: 'strict' | 'degrade'): FittedParts {
  if (capabilities === null) return { parts, adaptations: [], faults: [] };
  const adaptations: Adaptation[] = [];
  const faults: ReplyFault[] = [];
  const said = new Set(parts.flatMap((part) => (part.type === 'text' ? [part.fallback.trim()] : [])));
  const fitted = parts.flatMap((part): MessagePart[] => {
    if (part.type === 'html' && adapt === 'degrade' && !capabilities.out.includes('html') && said.has(part.fallback.trim())) {
      // Its words stand beside it already: once is enough.
      adaptations.push({ partId: part.partId, kind: 'text_instead', reason: 'the channel carries no formatting: the plain words go' });
      return [];
    }
    const oversize = findMediaFault(part, capabilities);
    if (oversize !== null) {
      faults.push(oversize);
      return [part];
    }
    if (!capabilities.out.includes(part.type)) return replace(part, adapt, adaptations, faults);
    return [part];
  });
  const cut = fitted.flatMap((part) => cutText(part, capabilities, adapt, adaptations, faults));
  const { maxPartsPerSend } = capabilities;
  if (cut.length > maxPartsPerSend)
    faults.push({ category: 'too_large', reason: `the channel takes ${maxPartsPerSend} parts a message, these are ${cut.length}` });
  return { parts: cut.map((part, index) => ({ ...part, partId: String(index + 1) })), adaptations, faults };
}

function replace(part: MessagePart, adapt: 'strict' | 'degrade', adaptations: Adaptation[], faults: ReplyFault[]): MessagePart[] {
  const { partId, type, fallback } = part;
  const carriesBytes = 'media' in part && part.media !== undefined;
  if (adapt === 'strict' || carriesBytes || fallback.trim() === '') {
    faults.push({ category: 'unsupported_part', partId, reason: `the channel carries no ${type}` });
    return [part];
  }
  adaptations.push({ partId, kind: 'text_instead', reason: `the channel carries no ${type}: its words go instead` });
  return [{ partId, type: 'text', text: fallback, fallback }];
}

function findMediaFault(part: MessagePart, { media }: Capabilities): ReplyFault | null {
  if (!('media' in part) || part.media === undefined) return null;
  const limits = media[part.type];
  if (limits === undefined) return null;
  const { partId } = part;
  const { sizeBytes = 0, detectedType, declaredType, fileName } = part.media;
  const name = fileName ?? part.type;
  if (sizeBytes > limits.maxBytes)
    return { category: 'too_large', partId, reason: `${name} has ${sizeBytes} bytes, the channel takes ${limits.maxBytes}` };
  const mime = detectedType ?? declaredType;
  if (mime === undefined || limits.mimes.length === 0 || limits.mimes.some((allowed) => isOf(mime, allowed))) return null;
  return { category: 'unsupported_part', partId, reason: `${name} is ${mime}, the channel takes ${limits.mimes.join(', ')}` };
}

function isOf(mime: string, allowed: string): boolean {
  return allowed === '*/*' || allowed === mime || (allowed.endsWith('/*') && mime.startsWith(allowed.slice(0, -1)));
}

function cutText(
  part: MessagePart,
  { text: { max, unit } }: Capabilities,
  adapt: 'strict' | 'degrade',
  adaptations: Adaptation[],
  faults: ReplyFault[],
): MessagePart[] {
  const words = part.type === 'text' ? (part.text ?? part.fallback) : '';
  const sizeOf = unit === 'bytes' ? (text: string) => Buffer.byteLength(text) : (text: string) => text.length;
  if (sizeOf(words) <= max) return [part];
  if (adapt === 'strict') {
    faults.push({ category: 'too_large', partId: part.partId, reason: `the text has ${sizeOf(words)} ${unit}, the channel takes ${max}` });
    return [part];
  }
  const pieces = cutIntoPieces(words, max, sizeOf);
  adaptations.push({ partId: part.partId, kind: 'text_cut', reason: `${pieces.length} messages: the channel takes ${max} ${unit} each` });
  return pieces.map((text) => ({ partId: part.partId, type: 'text', text, fallback: text }));
}

/** At the end of a paragraph, line, sentence or word where one is near, and never within a character. */
function cutIntoPieces(text: string, max: number, sizeOf: (text: string) => number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (sizeOf(rest) > max) {
    const end = findEnd(rest, max, sizeOf);
    const piece = rest.slice(0, end);
    const seams = [/\n\n[^\n]*$/, /\n[^\n]*$/, /(?<=[.!?。！？]\s?)[^.!?。！？]*$/u, /\s\S*$/];
    const seam = seams.map((pattern) => piece.search(pattern)).find((at) => at >= piece.length / 2);
    const at = seam ?? end;
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function findEnd(text: string, max: number, sizeOf: (text: string) => number): number {
  let [fits, over] = [0, Math.min(text.length, max)];
  if (sizeOf(text.slice(0, over)) <= max) fits = over;
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (sizeOf(text.slice(0, middle)) <= max) fits = middle;
    else over = middle;
  }
  const splits = fits > 1 && /[\ud800-\udbff]/.test(text[fits - 1]!);
  return Math.max(1, splits ? fits - 1 : fits);
}
