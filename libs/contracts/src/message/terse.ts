/** A part as far as its words go; without the schemas, so that a process that only converts need not load them. */
interface WordyPart {
  readonly type: string;
  readonly fallback?: string | undefined;
  readonly text?: string | undefined;
  readonly textRef?: string | undefined;
}

interface WordyMessage {
  readonly plainText: string;
  readonly newText?: string | undefined;
  readonly parts: readonly WordyPart[];
}

/** Leaves out what repeats the plain text, as the words of most messages do. Idempotent. */
export function toTerseMessage<M extends WordyMessage>(message: M): M {
  const { newText, ...rest } = message;
  const terse = { ...rest, parts: toTerseParts(message.parts, message.plainText) };
  return (newText === undefined || newText === message.plainText ? terse : { ...terse, newText }) as unknown as M;
}

/** A `fallback` is left out where it is the plain text, the `text` of a text part where it is its fallback. */
export function toTerseParts<P extends WordyPart>(parts: readonly P[], plainText: string): P[] {
  return parts.map((part) => {
    const { fallback, ...rest } = part;
    const slim = (fallback === plainText ? rest : part) as P;
    if (part.type !== 'text' || part.text !== (fallback ?? plainText)) return slim;
    const { text: _same, ...untold } = slim;
    return untold as unknown as P;
  });
}

export function toWholeParts<P extends WordyPart>(parts: readonly P[], plainText: string): (P & { fallback: string })[] {
  return parts.map((part) => {
    const fallback = part.fallback ?? plainText;
    if (part.type !== 'text' || part.textRef !== undefined) return { ...part, fallback };
    return { ...part, fallback, text: part.text ?? fallback };
  });
}
