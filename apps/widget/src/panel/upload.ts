const PIECE_BYTES = 1024 * 1024;
const TRIES = 8;

export interface UploadParts {
  readonly token: () => string | undefined;
  readonly onProgress: (share: number) => void;
}

export interface Upload {
  /** The upload's id; rejects with why not: `Refused` for good. */
  readonly done: Promise<string>;
  stop(): void;
}

interface Answer {
  readonly status: number;
  readonly offset: number;
  readonly body: string;
}

/** Sends a file in pieces, and goes on where the server says it is after a piece was cut off. */
export function uploadFile(file: File, parts: UploadParts): Upload {
  const running: { request: XMLHttpRequest | null; stopped: boolean } = { request: null, stopped: false };
  // XMLHttpRequest: `fetch` does not say how far a body is.
  const ask = (
    method: string,
    path: string,
    body: Blob | string | null,
    headers: Record<string, string>,
    onSent?: (bytes: number) => void,
  ) =>
    new Promise<Answer>((resolve, reject) => {
      if (running.stopped) return reject(new Refused('stopped'));
      const request = (running.request = new XMLHttpRequest());
      request.open(method, path);
      request.setRequestHeader('authorization', `Bearer ${parts.token() ?? ''}`);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (onSent !== undefined) request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onload = () =>
        resolve({ status: request.status, offset: Number(request.getResponseHeader('upload-offset')), body: request.responseText });
      request.onerror = request.onabort = () => reject(running.stopped ? new Refused('stopped') : new Error('cut off'));
      request.send(body);
    });
  const stop = () => {
    running.stopped = true;
    if (running.request !== null) running.request.abort();
  };
  return { done: send(file, ask, parts.onProgress), stop };
}

type Ask = (
  method: string,
  path: string,
  body: Blob | string | null,
  headers: Record<string, string>,
  onSent?: (bytes: number) => void,
) => Promise<Answer>;

async function send(file: File, ask: Ask, onProgress: (share: number) => void): Promise<string> {
  const about = JSON.stringify({ name: file.name, type: file.type, bytes: file.size });
  const begun = await ask('POST', 'uploads', about, { 'content-type': 'application/json' });
  if (begun.status !== 201) throw new Refused(begun.body);
  const { id } = JSON.parse(begun.body) as { id: string };
  let offset = 0;
  for (let failures = 0; offset < file.size;) {
    const from = offset;
    try {
      const piece = file.slice(from, from + PIECE_BYTES);
      const answer = await ask('PATCH', `uploads/${id}`, piece, { 'upload-offset': String(from) }, (bytes) =>
        onProgress(Math.min(0.99, (from + bytes) / file.size)),
      );
      if (answer.status === 415 || answer.status === 413) throw new Refused(answer.body);
      if (answer.status >= 400) throw new Error(String(answer.status));
      offset = answer.offset;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (error instanceof Refused || failures > TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * Math.pow(2, Math.min(failures, 5))));
      const head = await ask('HEAD', `uploads/${id}`, null, {}).catch((cut: unknown) => {
        if (cut instanceof Refused) throw cut;
        return null;
      });
      if (head !== null && head.status < 400) offset = head.offset;
    }
    onProgress(offset / file.size);
  }
  return id;
}

/** It will never be taken, or nobody wants it any more. */
export class Refused extends Error {
  // An `Error` that was lowered for an old browser is no instance of what extends it.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Refused';
  }
  override readonly name = 'Refused';
}
