/** Enough for every signature that is looked for. */
export const HEAD_BYTES = 4_100;

/** Voice messages of WeChat, which file-type does not know; phones write a byte 02 before the mark of the specification. */
const SILK = /^\x02?#!SILK/;

/** What the first bytes of a file say it is, whatever was said of it; null where they say nothing. */
export async function sniffType(head: Buffer): Promise<string | null> {
  if (SILK.test(head.subarray(0, 12).toString('latin1'))) return 'audio/silk';
  // Loaded with the first file: connectors without any need not have it.
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(head.subarray(0, HEAD_BYTES)))?.mime ?? null;
}
