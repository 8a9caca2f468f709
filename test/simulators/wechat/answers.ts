import type { IncomingMessage, ServerResponse } from 'node:http';

/** What an interface answers: JSON, bytes, or nothing but a cut connection. */
export type Answer = { readonly json: Record<string, unknown> } | { readonly bytes: Buffer; readonly type: string } | 'cut';

export function write(response: ServerResponse, answer: Answer): void {
  if (answer === 'cut') return void response.socket?.destroy();
  const [type, body] =
    'json' in answer ? ['application/json; encoding=utf-8', Buffer.from(JSON.stringify(answer.json))] : [answer.type, answer.bytes];
  response.writeHead(200, { 'content-type': type, 'content-length': body.length, connection: 'close' });
  response.end(body);
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function readJson(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
