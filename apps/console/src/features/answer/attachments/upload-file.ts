import { ApiProblem, makeKey } from '#page-kit';

export interface Uploaded {
  readonly ref: string;
  readonly bytes: number;
}

/** Brings a file's bytes; `fetch` tells nothing of how far it is, so an XMLHttpRequest does it. `sealed`: a recording, which lies encrypted. */
export function uploadFile(
  file: Blob,
  onProgress: (share: number) => void,
  signal: AbortSignal,
  { sealed = false }: { readonly sealed?: boolean } = {},
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', sealed ? '/api/v1/uploads?sealed=true' : '/api/v1/uploads');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-tributary-request', '1');
    request.setRequestHeader('idempotency-key', makeKey());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const body = readJson(request.responseText);
      if (request.status === 201) resolve(body as unknown as Uploaded);
      else reject(new ApiProblem(request.status, String(body['code'] ?? 'unknown'), body));
    };
    request.onerror = () => reject(new TypeError('the upload was cut off'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { detail: text };
  }
}
