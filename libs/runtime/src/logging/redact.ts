import { TributaryError } from '../errors/errors.js';

const SECRET = /password|passwd|secret|token|authorization|cookie|api-?key|credential/i;
/** Fields that would carry what people wrote to each other. */
const BODY = /^(text|html|body|content|plainText|newText|quotedText|raw|parts|subject)$/;
const MAX_DEPTH = 5;
const MAX_TEXT = 2_000;

/** Fields as they may be logged: no secret, no message body, no cycle, bounded. Errors become plain data. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactField(name, inner, depth)]));
}

function redactField(name: string, value: unknown, depth: number): unknown {
  if (value === undefined || value === null) return value;
  if (SECRET.test(name) && typeof value !== 'boolean' && typeof value !== 'number') return '[hidden]';
  if (BODY.test(name)) return describeBody(value);
  return redactValue(value, depth + 1);
}

function describeBody(value: unknown): string {
  if (typeof value === 'string') return `[${value.length} characters]`;
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  return Array.isArray(value) ? `[${value.length} items]` : '[hidden]';
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (depth > MAX_DEPTH) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redactValue(item, depth + 1));
  return redactObject(value, depth);
}

/** Passwords stand in URLs more often than in fields of their own. */
function redactText(text: string): string {
  const masked = text.replace(/([a-z][a-z0-9+.-]*:\/\/[^/\s:@]*):[^/\s@]+@/gi, '$1:[hidden]@');
  return masked.length > MAX_TEXT ? `${masked.slice(0, MAX_TEXT)}…` : masked;
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const described: Record<string, unknown> = { name: error.name, message: redactText(error.message) };
  if (error instanceof TributaryError) {
    described['class'] = error.errorClass;
    described['code'] = error.code;
    if (error.hint !== undefined) described['hint'] = error.hint;
    if (Object.keys(error.fields).length > 0 && depth <= MAX_DEPTH) described['fields'] = redactObject(error.fields, depth);
  } else if ('code' in error) described['code'] = error.code;
  if (error.stack !== undefined) described['stack'] = redactText(error.stack);
  if (error.cause !== undefined && depth <= MAX_DEPTH) described['cause'] = redactValue(error.cause, depth + 1);
  return described;
}
