import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PermanentError } from '#runtime';
import type { AuditLink } from './audit-record.js';
import type { AuditHead, AuditKey } from './audit-signer.js';
import type { AuditRepository } from './audit.repository.js';

/** The whole log as JSON Lines: keys, heads, then records in order. Whoever has it and knows the first key can check it without us. */
export async function* exportAudit(repository: AuditRepository): AsyncGenerator<string> {
  for (const key of await repository.keys()) yield `${JSON.stringify({ key })}\n`;
  for (const head of await repository.heads()) yield `${JSON.stringify({ head })}\n`;
  for await (const page of repository.links()) yield page.map((link) => `${JSON.stringify({ link })}\n`).join('');
}

export interface ExportedAudit {
  readonly keys: readonly AuditKey[];
  readonly heads: readonly AuditHead[];
  readonly links: AsyncIterable<readonly AuditLink[]>;
}

/** Reads such an export. Throws `PermanentError` (`export_unreadable`). */
export async function readExport(source: Readable): Promise<ExportedAudit> {
  const keys: AuditKey[] = [];
  const heads: AuditHead[] = [];
  const lines = readLines(source);
  let first: Line | undefined;
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const { key, head, link } = next.value;
    if (key !== undefined) keys.push(key);
    if (head !== undefined) heads.push(head);
    if (link === undefined) continue;
    first = next.value;
    break;
  }
  return { keys, heads, links: readLinks(first, lines) };
}

interface Line {
  readonly key?: AuditKey;
  readonly head?: AuditHead;
  readonly link?: AuditLink;
}

async function* readLinks(first: Line | undefined, rest: AsyncIterable<Line>): AsyncGenerator<AuditLink[]> {
  if (first?.link === undefined) return;
  yield [first.link];
  for await (const { link } of rest) if (link !== undefined) yield [link];
}

async function* readLines(source: Readable): AsyncGenerator<Line> {
  let number = 0;
  for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      yield JSON.parse(line) as Line;
    } catch (cause) {
      throw new PermanentError(`line ${number} of the export is no JSON`, {
        code: 'export_unreadable',
        hint: 'take the file as GET /api/v1/audit/export or admin -- audit export wrote it',
        cause,
      });
    }
  }
}
