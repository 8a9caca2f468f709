import type { InboxAnswer, InboxRequest } from '#connector-sdk';
import { RefusedRequest } from '#connector-sdk';
import { parseJson, type Json } from './parse-json.js';

export type JsonObject = { [name: string]: Json };

export function answerJson(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): InboxAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}

/** The media type of the body, lower case, without parameters; empty where there is none. */
export function mediaTypeOf(request: Pick<InboxRequest, 'headers'>): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** Throws `RefusedRequest`: 415 for another kind, 400 for what is no JSON object; 413 and 408 come from the door. */
export function toJsonObject(request: Pick<InboxRequest, 'headers'>, body: Buffer): JsonObject {
  const type = mediaTypeOf(request);
  if (type !== '' && type !== 'application/json' && !type.endsWith('+json') && type !== 'text/plain')
    throw new RefusedRequest(415, 'not_json', `The body is ${type}: send it as application/json`);
  const value = parseJson(body);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new RefusedRequest(400, 'no_object', 'The JSON is no object: { … } is expected');
  return value;
}

/** Throws `RefusedRequest` (405) with what is allowed. */
export function allowOnly(request: Pick<InboxRequest, 'method'>, ...methods: readonly string[]): void {
  if (!methods.includes(request.method))
    throw new RefusedRequest(405, 'method_not_allowed', `${request.method} does nothing here: use ${methods.join(' or ')}`);
}
