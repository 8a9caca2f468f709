import { api } from '#page-kit';

interface ThreadFile {
  readonly token: string;
  readonly proof: string;
  readonly entryId: string;
  readonly partId: string;
  readonly name: string;
}

/** Saved under its name, never shown as a page. */
export async function downloadFile({ token, proof, entryId, partId, name }: ThreadFile): Promise<void> {
  const bytes = await api.ask('GET /progress/{token}/entries/{entryId}/attachments/{partId}', {
    path: { token, entryId, partId },
    query: { proof },
  });
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
