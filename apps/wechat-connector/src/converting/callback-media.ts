import type { MessagePart } from '#contracts';
import { occurredAtOf, type NativeCallback } from './native-callback.js';

/** The platform keeps what people send for three days. */
export const MEDIA_LIFETIME_MS = 3 * 86_400_000;

const KINDS = {
  image: { type: 'image', declaredType: 'image/jpeg' },
  voice: { type: 'audio', declaredType: undefined },
  video: { type: 'video', declaredType: 'video/mp4' },
  shortvideo: { type: 'video', declaredType: 'video/mp4' },
} as const;

/** Announced at once as `pending`: the platform waits 5 s for an answer, the bytes may take longer. */
export function toMediaPart(callback: NativeCallback): MessagePart {
  const { type, declaredType } = KINDS[callback.nativeType as keyof typeof KINDS];
  const { fields } = callback;
  const mediaId = fields.get('MediaId');
  const format = fields.get('Format')?.toLowerCase();
  const at = occurredAtOf(callback);
  const expiresAt = at === null ? undefined : new Date(Date.parse(at) + MEDIA_LIFETIME_MS).toISOString();
  const fallback = `[${callback.nativeType === 'voice' ? 'voice message' : type}]`;
  if (mediaId === null) return { partId: '1', type, media: { state: 'failed' }, fallback: `${fallback} (the platform told no media id)` };
  const declared = declaredType ?? (format === undefined || !/^[a-z0-9]{1,20}$/.test(format) ? undefined : `audio/${format}`);
  return { partId: '1', type, media: { state: 'pending', declaredType: declared, source: { ref: mediaId, expiresAt } }, fallback };
}
