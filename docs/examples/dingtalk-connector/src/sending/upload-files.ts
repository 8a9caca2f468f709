import type { ConnectorBlobs, SendResult } from '@tributary/connector-sdk';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { DingtalkError } from '../calling/dingtalk-error.js';
import type { Outgoing, Place, Webhook } from '../converting/to-outgoing.js';
import { type RobotTemplate, toTemplate } from '../converting/to-template.js';
import { toFailure, waitOf } from './error-classes.js';

/** As it goes over the wire. */
export type Ready = { readonly way: Webhook; readonly text: string } | { readonly way: Place; readonly template: RobotTemplate };

/** Before the mark: nobody sees an upload, so whatever is no clear no is tried again (`RetriableError`), with a new upload. */
export async function uploadFiles(
  outgoing: readonly Outgoing[],
  api: Pick<DingtalkApi, 'upload'>,
  blobs: Pick<ConnectorBlobs, 'get'>,
): Promise<Ready[] | SendResult> {
  const ready: Ready[] = [];
  for (const one of outgoing) {
    if ('text' in one || one.piece.kind === 'text') {
      ready.push('text' in one ? one : { way: one.way, template: toTemplate(one.piece) });
      continue;
    }
    const { way, piece } = one;
    const { kind: type, ref, fileName, contentType } = piece;
    const bytes = await blobs.get(ref);
    try {
      const mediaId = await api.upload({ type, fileName, contentType, bytes });
      ready.push({ way, template: toTemplate(piece, mediaId) });
    } catch (error) {
      const refused = error instanceof DingtalkError && error.status < 500 && waitOf(error) === null;
      if (refused) return { status: 'failed', error: toFailure(error) };
      const words = error instanceof Error ? error.message : String(error);
      const retryAfterMs = error instanceof DingtalkError ? (waitOf(error) ?? undefined) : undefined;
      throw new RetriableError(`${fileName} could not be uploaded: ${words}`, {
        code: 'remote_busy',
        cause: error,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
    }
  }
  return ready;
}
