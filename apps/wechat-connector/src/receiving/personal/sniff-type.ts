/** WeChat's voice messages; file-type does not know them. */
const SILK = /^\x02?#!SILK_V3/;

/** What the first bytes of a file say it is, whatever its name says; null when they say nothing. */
export async function sniffType(head: Buffer): Promise<string | null> {
  if (SILK.test(head.subarray(0, 12).toString('latin1'))) return 'audio/silk';
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(head))?.mime ?? null;
}
