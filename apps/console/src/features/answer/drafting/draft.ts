import { api, makeKey, type Answer, type Asking } from '#page-kit';
import type { Attachment } from '../attachments/attachment.js';

export type Draft = Answer<'PUT /tickets/{id}/draft'>;
export type DraftInput = NonNullable<Asking<'PUT /tickets/{id}/draft'>['body']>;

export async function askDraft(ticketId: string): Promise<Draft | null> {
  return (await api.ask('GET /tickets/{id}/draft', { path: { id: ticketId } })).draft;
}

/** While the page goes away: the browser finishes it without us. */
export function saveAtOnce(ticketId: string, input: DraftInput | null): void {
  void fetch(`/api/v1/tickets/${ticketId}/draft`, {
    method: input === null ? 'DELETE' : 'PUT',
    keepalive: true,
    headers: { 'x-tributary-request': '1', 'content-type': 'application/json' },
    ...(input === null ? {} : { body: JSON.stringify(input) }),
  }).catch(() => undefined);
}

export function isSame(one: DraftInput, other: DraftInput | null): boolean {
  return other !== null && one.text === other.text && one.note === other.note && namesOf(one) === namesOf(other);
}

function namesOf({ attachments = [] }: DraftInput): string {
  return attachments.map(({ blobRef }) => blobRef).join(' ');
}

export function toDraftFiles(list: readonly Attachment[]): NonNullable<DraftInput['attachments']> {
  return list.flatMap(({ ref, name, type, bytes }) =>
    ref === null ? [] : [{ blobRef: ref, fileName: name, mime: type || 'application/octet-stream', bytes }],
  );
}

export function fromDraftFiles({ attachments = [] }: DraftInput): Attachment[] {
  return attachments.map(({ blobRef, fileName, mime, bytes }) => ({
    ...{ id: makeKey().slice(0, 12), name: fileName, type: mime, bytes, ref: blobRef },
    ...{ progress: 1, error: null, asksName: false },
  }));
}
