import { writeEvent } from '#connector-sdk/writing';
import { readSync, writeSync } from 'node:fs';
import { readBodyText } from '../converting/body-text.js';
import { showHtml } from '../converting/html/sanitise.js';
import { parseMail } from '../converting/parse-mail.js';
import { toInboundMessage } from '../converting/to-inbound-message.js';
import { toInspection } from '../converting/to-inspection.js';
import { encodeHead, FrameReader } from './frames.js';
import type { ParsedHead } from './parser.js';
import type { ParserTask } from './parser-process.js';
import { ProgressWriter } from './progress-file.js';

/**
 * Body of a parser process. It reads, parses and answers without an event loop, and notes each mail as begun before it touches it. Answers
 * to small mails that came together leave together: a write wakes the parent, and that costs as much as parsing. Ends when its stdin does.
 */
const STDIN = 0;
const STDOUT = 1;
const PROGRESS = 3;
const CHUNK_BYTES = 262_144;
/** What is kept back at most: so many bytes, for so long; and nothing while a mail of more than that many bytes is parsed. */
const KEEP_BYTES = 65_536;
const KEEP_MS = 5;
const SMALL_BYTES = 32_768;

function main(): void {
  const frames = new FrameReader();
  const progress = new ProgressWriter(PROGRESS);
  // a frame without sections says: loaded, the clock of the first mail may run
  writeAll([encodeHead([])]);
  for (let chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES); ; chunk = frames.empty ? chunk : Buffer.allocUnsafeSlow(CHUNK_BYTES)) {
    const length = patiently(() => readSync(STDIN, chunk, 0, chunk.length, null));
    if (length === 0) return;
    answerAll(frames.push(chunk.subarray(0, length)), progress);
  }
}

function answerAll(mails: readonly Buffer[][], progress: ProgressWriter): void {
  let kept: Buffer[] = [];
  let since = performance.now();
  const flush = () => {
    if (kept.length > 0) writeAll(kept);
    kept = [];
    since = performance.now();
  };
  for (const [task, raw] of mails) {
    if (raw!.length > SMALL_BYTES) flush();
    progress.begin();
    kept.push(...answer(task!, raw!));
    if (performance.now() - since > KEEP_MS || kept.reduce((sum, { length }) => sum + length, 0) > KEEP_BYTES) flush();
  }
  flush();
}

function answer(task: Buffer, raw: Buffer): Buffer[] {
  let sections: Buffer[];
  try {
    sections = perform(JSON.parse(task.toString('utf8')) as ParserTask, raw);
  } catch (error) {
    sections = [toJson({ error: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown' })];
  }
  return [encodeHead(sections), ...sections];
}

function perform(task: ParserTask, raw: Buffer): Buffer[] {
  switch (task.kind) {
    case 'deliver': {
      const mail = parseMail(raw);
      const { event, blobs } = toInboundMessage(raw, mail, task.envelope);
      const { head, json } = writeEvent('message.received.v1', event);
      const told: ParsedHead = { head, direction: event.direction, bounce: mail.bounce };
      return [toJson(told), Buffer.from(json), ...blobs];
    }
    case 'inspect-mail':
      return [toJson({ line: toInspection(parseMail(raw)) })];
    case 'inspect-body':
      return [toJson({ line: readBodyText(raw, task.html) })];
    case 'inspect-html':
      return [toJson({ line: { html: showHtml(raw.toString('utf8')) } })];
  }
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function writeAll(buffers: Buffer[]): void {
  const small = buffers.length > 1 && buffers.every((buffer) => buffer.length < KEEP_BYTES);
  for (const buffer of small ? [Buffer.concat(buffers)] : buffers) {
    for (let at = 0; at < buffer.length;) at += patiently(() => writeSync(STDOUT, buffer, at, buffer.length - at));
  }
}

/** A non-blocking stdin or stdout (it depends on who started us) says EAGAIN: wait and try again. */
function patiently(work: () => number): number {
  for (;;) {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

main();
