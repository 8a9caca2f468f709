/** Bytes at the beginning that tell what a picture is. */
export const IMAGE_HEAD_BYTES = 16;

/** Type of a picture by its first bytes, whatever its sender calls it; null for what is none. SVG is a document and never counts as one. */
export function detectImageType(head: Buffer): string | null {
  const text = head.toString('latin1', 0, IMAGE_HEAD_BYTES);
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'image/webp';
  if (text.startsWith('ftypavi', 4)) return 'image/avif';
  if (text.startsWith('\0\0\x01\0')) return 'image/x-icon';
  return text.startsWith('BM') && head.length >= IMAGE_HEAD_BYTES ? 'image/bmp' : null;
}
