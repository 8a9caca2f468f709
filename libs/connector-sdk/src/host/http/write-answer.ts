import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { STATUS_CODES } from 'node:http';
import type { InboxAnswer } from '../../http.js';

/** Always said; an answer may say `cache-control` itself. */
const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** An RFC 9457 problem, with the word it is counted by. */
export function toProblem(status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}): InboxAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail }),
  };
}

/** `cut`: the request's body was not read to its end, so the connection ends with the answer. */
export async function writeAnswer(response: ServerResponse, answer: InboxAnswer, cut: boolean): Promise<void> {
  if (response.destroyed || response.headersSent) return;
  const { status, headers = {}, body } = answer;
  response.writeHead(status, { ...ALWAYS, ...headers, ...(cut ? { connection: 'close' } : {}) });
  if (body instanceof Readable) await pipeline(body, response).catch(() => response.destroy());
  else response.end(body);
}

/** The answer to a refused upgrade, on the bare socket. */
export function refuseUpgrade(request: IncomingMessage, { status, headers = {}, body }: InboxAnswer): void {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.alloc(0);
  const lines = Object.entries({ ...ALWAYS, ...headers, 'content-length': String(text.length), connection: 'close' });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''];
  request.socket.end(Buffer.concat([Buffer.from(head.join('\r\n')), text]));
}
