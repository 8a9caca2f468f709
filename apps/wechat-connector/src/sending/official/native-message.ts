import type { Piece } from '../../converting/adapt-parts.js';

/** Body of `message/custom/send`. */
export type NativeMessage = { readonly touser: string; readonly msgtype: string } & Readonly<Record<string, unknown>>;

/** `mediaId`: what `media/upload` gave for the piece; null for words. */
export function toNativeMessage(openid: string, piece: Piece, mediaId: string | null): NativeMessage {
  const about = { touser: openid };
  if (piece.kind === 'text') return { ...about, msgtype: 'text', text: { content: piece.text } };
  if (piece.kind === 'audio') return { ...about, msgtype: 'voice', voice: { media_id: mediaId } };
  if (piece.kind === 'video')
    return {
      ...about,
      msgtype: 'video',
      video: { media_id: mediaId, title: piece.fileName.slice(0, 64), description: '' },
    };
  return { ...about, msgtype: 'image', image: { media_id: mediaId } };
}
