const PIECE_BYTES = 1024 * 1024;
const TRIES = 8;

export interface UploadParts {
  readonly fetch: typeof fetch;
  readonly token: () => string | undefined;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onProgress: (share: number) => void;
}

/** Sends a file in pieces, and goes on where the server says it is after a piece was cut off. Resolves to the upload's id; rejects with why not. */
export async function uploadFile(file: Blob & { readonly name?: string }, parts: UploadParts): Promise<string> {
  const headers = () => ({ authorization: `Bearer ${parts.token() ?? ''}` });
  const begun = await parts.fetch('uploads', {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body: JSON.stringify({ name: file.name, type: file.type, bytes: file.size }),
  });
  if (begun.status !== 201) throw new Error(await readWhy(begun));
  const { id } = (await begun.json()) as { id: string };
  let offset = 0;
  for (let failures = 0; offset < file.size;) {
    try {
      const answer = await parts.fetch(`uploads/${id}`, {
        method: 'PATCH',
        headers: { ...headers(), 'upload-offset': String(offset) },
        body: file.slice(offset, offset + PIECE_BYTES),
      });
      if (answer.status === 415 || answer.status === 413) throw new Refused(await readWhy(answer));
      if (!answer.ok) throw new Error(String(answer.status));
      offset = Number(answer.headers.get('upload-offset'));
      failures = 0;
    } catch (error) {
      failures += 1;
      if (error instanceof Refused || failures > TRIES) throw error;
      await parts.sleep(500 * 2 ** Math.min(failures, 5));
      const head = await parts.fetch(`uploads/${id}`, { method: 'HEAD', headers: headers() }).catch(() => null);
      if (head?.ok) offset = Number(head.headers.get('upload-offset'));
    }
    parts.onProgress(offset / file.size);
  }
  return id;
}

class Refused extends Error {}

async function readWhy(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { detail?: string; message?: string };
  return body.detail ?? body.message ?? String(answer.status);
}
