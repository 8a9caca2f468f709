/** Most bytes of a text: kf/send_msg and message/send cut or refuse what is longer. */
export const KF_TEXT_BYTES = 2_048;

const MiB = 1024 * 1024;

/** What media/upload takes, by our kind of part. What does not fit into its kind may still go as a file. */
export const WECOM_MEDIA = {
  image: { type: 'image', maxBytes: 10 * MiB, mimes: ['image/jpeg', 'image/png'] },
  audio: { type: 'voice', maxBytes: 2 * MiB, mimes: ['audio/amr'] },
  video: { type: 'video', maxBytes: 10 * MiB, mimes: ['video/mp4'] },
  file: { type: 'file', maxBytes: 20 * MiB, mimes: ['*/*'] },
} as const;

/** Anything smaller is refused by media/upload. */
export const MIN_MEDIA_BYTES = 6;

/** Cuts between characters, never within one; whole where it fits. */
export function cutToBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8');
}

/** Pieces of at most `maxBytes`, at line ends where there are any, else at blanks, else anywhere between characters. Joined they are the text. */
export function splitToBytes(text: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (Buffer.byteLength(rest) > maxBytes) {
    const most = cutToBytes(rest, maxBytes);
    const line = most.lastIndexOf('\n') + 1;
    const blank = most.lastIndexOf(' ') + 1;
    const end = line > most.length / 2 ? line : blank > most.length / 2 ? blank : most.length;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest];
}
