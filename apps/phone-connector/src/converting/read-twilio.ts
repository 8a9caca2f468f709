import { begin } from './begin.js';
import type { ReadCalls } from './call-facts.js';
import { parseObjects } from './freeswitch/read-body.js';
import { foldAll } from './read-freeswitch.js';
import type { Json } from './json-values.js';
import { toTwilioFacts } from './twilio/to-facts.js';

/** Callbacks as they come (a form, or JSON), or several of them one a line. Throws `SyntaxError` for what is neither. */
export function readTwilio(content: Buffer, receivedAt?: number): ReadCalls {
  const told = readTwilioBody(content).map((fields) => toTwilioFacts(fields, receivedAt));
  const { calls, rejected } = foldAll(told);
  return { calls: calls.map(begin), rejected };
}

export function readTwilioBody(content: Buffer): Json[] {
  const text = content
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  if (/^[{[]/.test(text)) return parseObjects(text);
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => /^[\w.-]+=/.test(line))) throw new SyntaxError('neither a form nor JSON');
  return lines.map((line) => Object.fromEntries(new URLSearchParams(line)));
}
