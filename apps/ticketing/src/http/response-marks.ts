import { randomUUID } from 'node:crypto';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
};

/** Gives a response its request id (the client's, when it is a plain word) and what keeps a browser from misreading it. Once. */
export function markResponse(request: IncomingMessage, response: ServerResponse): string {
  const marked = response.getHeader('x-request-id');
  if (typeof marked === 'string') return marked;
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  if (response.headersSent) return requestId;
  response.setHeader('x-request-id', requestId);
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  return requestId;
}

@Injectable()
export class ResponseMarks implements NestMiddleware {
  use(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    markResponse(request, response);
    next();
  }
}
