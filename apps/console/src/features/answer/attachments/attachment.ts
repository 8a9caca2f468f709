import type { Answer } from '#page-kit';

export type ReplyChannel = Answer<'GET /tickets/{id}/reply-channels'>['items'][number];
export type MediaKind = 'image' | 'audio' | 'video' | 'file';

/** A file of an answer, on its way up or there. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** Null until all its bytes are there. */
  readonly ref: string | null;
  /** 0 to 1. */
  readonly progress: number;
  readonly error: unknown;
  /** The desk asks what it shows: its name says nothing. */
  readonly asksName: boolean;
}

export function takesFiles(channel: ReplyChannel | null): boolean {
  return channel?.limits == null || ['image', 'file', 'audio', 'video'].some((kind) => channel.limits!.out.includes(kind));
}

/** As what the channel carries it; a file where it is nothing better. */
export function kindOf(type: string, channel: ReplyChannel | null): MediaKind {
  const kind = type.split('/')[0];
  const wanted = kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
  const out = channel?.limits?.out;
  return out === undefined || out.includes(wanted) || !out.includes('file') ? wanted : 'file';
}

/** The most bytes the channel takes of it; null: no limit is known. */
export function limitOf(type: string, channel: ReplyChannel | null): number | null {
  const media = channel?.limits?.media as Record<string, { maxBytes: number }> | undefined;
  return media?.[kindOf(type, channel)]?.maxBytes ?? null;
}

export function toMediaPart({ id, name, type, bytes, ref }: Attachment, channel: ReplyChannel | null) {
  const media = {
    state: 'stored' as const,
    blobRef: ref!,
    fileName: name,
    sizeBytes: bytes,
    ...(type === '' ? {} : { declaredType: type }),
  };
  return { partId: id, type: kindOf(type, channel), fallback: name, media };
}
