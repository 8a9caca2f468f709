import type { TestContext } from '#connector-sdk/testing';
import type { MessagePart, ReplyRequested } from '#contracts';
import type { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';

const TYPES = { image: 'image/png', audio: 'audio/amr', video: 'video/mp4', file: 'application/pdf' } as const;

/** `reply` with one part of this kind in the place of its text; null where WeCom has no such kind. */
export async function withPart(
  reply: ReplyRequested,
  type: MessagePart['type'],
  context: TestContext,
  wecom: WecomSimulator,
): Promise<ReplyRequested | null> {
  const part = await toPart(type, context, wecom);
  return part === null ? null : { ...reply, parts: [part], adapt: 'strict' };
}

async function toPart(type: MessagePart['type'], { blobs }: TestContext, wecom: WecomSimulator): Promise<MessagePart | null> {
  switch (type) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file': {
      const { ref: blobRef, bytes: sizeBytes, sha256 } = await blobs.put(Buffer.from(`bytes of ${type}`));
      const media = { state: 'stored' as const, blobRef, sizeBytes, sha256, detectedType: TYPES[type], fileName: `some.${type}` };
      return { partId: '1', type, fallback: `[${type}]`, media };
    }
    case 'location':
      return { partId: '1', type, fallback: '[place]', datum: 'gcj02', coordinatesAvailable: true, latitude: 31.23, longitude: 121.47 };
    case 'link':
      return { partId: '1', type, url: 'https://example.com/', title: 'An example', fallback: 'An example' };
    case 'card': {
      const thumbMediaId = wecom.addMedia(Buffer.from('a picture'), 'image/png', 'thumb.png');
      const data = { appId: 'wx1', title: 'A shop', pagePath: 'index', thumbMediaId };
      return { partId: '1', type, kind: 'mini_program', fallback: '[mini program] A shop', data };
    }
    default:
      return null;
  }
}

/** Media ids of what a person sends. */
export function addMediaOf(type: keyof typeof TYPES, wecom: WecomSimulator): string {
  return wecom.addMedia(Buffer.from(`bytes of ${type}`), TYPES[type], `some.${type}`);
}
