import type { BlobRef, DeliveryError, MessagePart, ReplyRequested } from '#contracts';

/** One call of the service. */
export type Step =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly ref: BlobRef; readonly name: string; readonly sizeBytes: number | null }
  | { readonly kind: 'link'; readonly url: string; readonly title: string; readonly description: string | null };

export interface SendLimits {
  readonly maxTextCharacters: number;
  readonly maxSendBytes: number;
}

/** Many small messages in a row look like a robot's: WeChat blocks accounts for it. */
const MOST_STEPS = 9;

/** What a reply becomes, or why it cannot be sent. `degrade`: what WeChat has no form for goes as its words, and long words in pieces. Pure. */
export function planSends(
  { parts, adapt, signature }: Pick<ReplyRequested, 'parts' | 'adapt' | 'signature'>,
  limits: SendLimits,
): Step[] | DeliveryError {
  const mayAdapt = adapt === 'degrade';
  const steps: Step[] = [];
  for (const part of parts) {
    const step = toStep(part, mayAdapt, limits);
    if (step === null)
      return refuse('unsupported_part', `A personal WeChat account cannot send a part "${part.type}".`, 'Send it as text, or as a file.');
    if ('code' in step) return step;
    steps.push(...step);
  }
  if (signature !== undefined && mayAdapt && steps[0]?.kind === 'text')
    steps.splice(0, 1, { kind: 'text', text: `${steps[0].text}\n\n${signature.text}` });
  const cut = steps.flatMap((step) => (step.kind === 'text' && mayAdapt ? cutText(step.text, limits.maxTextCharacters) : [step]));
  const long = cut.find((step) => step.kind === 'text' && lengthOf(step.text) > limits.maxTextCharacters);
  if (long !== undefined)
    return refuse('too_large', `The text is longer than ${limits.maxTextCharacters} characters.`, 'Shorten it, or send it in pieces.');
  if (cut.length > MOST_STEPS)
    return refuse('too_large', `The answer would be ${cut.length} messages.`, `Send at most ${MOST_STEPS} at once.`);
  return cut;
}

function toStep(part: MessagePart, mayAdapt: boolean, limits: SendLimits): Step[] | DeliveryError | null {
  switch (part.type) {
    case 'text':
      return [{ kind: 'text', text: part.text ?? part.fallback }];
    case 'link':
      return [{ kind: 'link', url: part.url, title: part.title ?? part.url, description: part.description ?? null }];
    case 'image':
    case 'file':
    case 'video':
      return toFile(part, limits);
    case 'audio':
      // A voice message is a format of WeChat's own; the recording goes as a file.
      return mayAdapt ? toFile(part, limits) : null;
    default:
      return mayAdapt && part.fallback.trim() !== '' ? [{ kind: 'text', text: part.fallback }] : null;
  }
}

function toFile(
  { type, media }: Extract<MessagePart, { type: 'image' | 'file' | 'video' | 'audio' }>,
  { maxSendBytes }: SendLimits,
): Step[] | DeliveryError {
  const { blobRef, fileName, sizeBytes } = media;
  if (blobRef === undefined)
    return refuse('content_rejected', `The bytes of "${fileName ?? type}" are not there (${media.state}).`, 'Attach the file again.');
  if ((sizeBytes ?? 0) > maxSendBytes)
    return refuse('too_large', `"${fileName ?? type}" is larger than ${maxSendBytes} bytes.`, 'Send a smaller file, or a link to it.');
  return [{ kind: 'file', ref: blobRef, name: nameFile(type, media), sizeBytes: sizeBytes ?? null }];
}

/** Puppets choose between picture, video and file by the name's ending. */
function nameFile(
  type: string,
  { fileName, detectedType, declaredType }: { fileName?: string; detectedType?: string; declaredType?: string },
): string {
  const named = (fileName ?? '').replace(/[/\\\0]/g, '_').slice(-200);
  if (/\.[a-z0-9]{1,5}$/i.test(named)) return named;
  const subtype = /^[\w.-]+\/([a-z0-9]{1,5})$/i.exec(detectedType ?? declaredType ?? '')?.[1];
  const ending = subtype?.replace('jpeg', 'jpg') ?? { image: 'jpg', video: 'mp4' }[type] ?? 'bin';
  return `${named === '' ? type : named}.${ending}`;
}

/** Pieces at ends of paragraphs, lines or words, none cut through a character. */
function cutText(text: string, most: number): Step[] {
  const pieces: Step[] = [];
  for (let rest = [...text]; rest.length > 0;) {
    const window = rest.slice(0, most).join('');
    const place = rest.length <= most ? -1 : Math.max(window.lastIndexOf('\n'), window.lastIndexOf(' '), window.lastIndexOf('。') + 1);
    const piece = place > window.length / 2 ? window.slice(0, place) : window;
    pieces.push({ kind: 'text', text: piece });
    rest = [
      ...rest
        .slice([...piece].length)
        .join('')
        .replace(/^[\n ]/, ''),
    ];
  }
  return pieces;
}

function lengthOf(text: string): number {
  return [...text].length;
}

function refuse(category: DeliveryError['category'], message: string, hint: string): DeliveryError {
  return { code: category, category, permanent: true, message, hint };
}
