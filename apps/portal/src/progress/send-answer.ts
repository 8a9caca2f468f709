import { api, ApiProblem } from '#page-kit';

interface Words {
  readonly token: string;
  readonly proof: string | null;
  readonly text: string;
  readonly files: readonly File[];
  readonly key: string;
}

/** Files first, with how much of all of them is there; then the message that names them. */
export async function sendAnswer({ token, proof, text, files, key }: Words, onShare: (share: number) => void): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  const handles: string[] = [];
  for (const file of files) {
    handles.push(await bring(token, file, (loaded) => onShare(total === 0 ? 0 : (before + loaded) / total)));
    before += file.size;
  }
  await api.ask('POST /progress/{token}/messages', {
    ...{ path: { token }, body: { text, files: handles }, idempotencyKey: key },
    query: proof === null ? {} : { proof },
  });
}

function bring(token: string, file: File, onLoaded: (bytes: number) => void): Promise<string> {
  const query = new URLSearchParams({ name: file.name, ...(/^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? { type: file.type } : {}) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/progress/${encodeURIComponent(token)}/files?${query.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onLoaded(Math.min(loaded, file.size));
    request.onerror = () => reject(new TypeError('nobody answered'));
    request.onload = () => {
      const said = JSON.parse(request.responseText || '{}') as { file?: string; code?: string };
      if (said.file !== undefined) resolve(said.file);
      else reject(new ApiProblem(request.status, said.code ?? 'unknown', said));
    };
    request.send(file);
  });
}
