import { fileTypeFromBuffer } from 'file-type';

/** WeChat's own voice format; phones write a byte 02 before the mark of the specification. */
const SILK = Buffer.from('#!SILK');

/** What the bytes are, whatever was said of them; null where nothing tells. */
export async function detectMediaType(bytes: Buffer): Promise<string | null> {
  if (bytes.subarray(0, 6).equals(SILK) || bytes.subarray(1, 7).equals(SILK)) return 'audio/silk';
  return (await fileTypeFromBuffer(bytes))?.mime ?? null;
}
