import { type CommandOptions, type Inspection, type InspectInput, type InspectLine, Settings, silentLogger } from '#runtime';
import { extname } from 'node:path';
import type { MailParser } from './parsing/parser.js';
import { ParserPool } from './parsing/parser-pool.js';
import type { ParserTask } from './parsing/parser-process.js';

/** Inputs worked on at once: keeps every parser process busy, holds few mails in memory. */
const AHEAD = 24;

/** The parser of production, for `inspect thread`: the roof composes that of this parser and ticketing's resolver. */
export function openMailParser(): MailParser {
  return new ParserPool(Settings.parse({}), silentLogger);
}

type InspectTask = Exclude<ParserTask, { kind: 'deliver' }>;

/** Lines in the order of the inputs, made by the parser processes of production. */
async function* inspectBy(inputs: AsyncIterable<InspectInput>, toTask: (file: string) => InspectTask): AsyncIterable<InspectLine> {
  const pool = new ParserPool(Settings.parse({}), silentLogger);
  const lines: Promise<InspectLine>[] = [];
  try {
    for await (const input of inputs) {
      lines.push(inspectOne(pool, input, toTask(input.file)));
      if (lines.length >= AHEAD) yield await lines.shift()!;
    }
    while (lines.length > 0) yield await lines.shift()!;
  } finally {
    await pool.stop();
  }
}

async function inspectOne(pool: ParserPool, { file, read }: InspectInput, task: InspectTask): Promise<InspectLine> {
  let raw: Buffer;
  try {
    raw = await read();
  } catch (error) {
    return { file, ok: false, error: { code: 'unreadable_file', message: error instanceof Error ? error.message : String(error) } };
  }
  return { file, ok: true, ...(await pool.inspect(task, raw)) };
}

/** One line a row, in order; a row that is no JSON with a `payload` is refused alone. */
async function* inspectRows(inputs: AsyncIterable<InspectInput>): AsyncIterable<InspectLine> {
  const pool = new ParserPool(Settings.parse({}), silentLogger);
  const lines: Promise<InspectLine>[] = [];
  try {
    for await (const { file, read } of inputs) {
      const text = await read().then(String, (error: unknown) => error as Error);
      const rows = typeof text === 'string' ? text.split('\n').filter((row) => row.trim() !== '') : [text];
      for (const [index, row] of rows.entries()) {
        lines.push(
          typeof row === 'string' ? inspectRow(pool, file, index + 1, row) : Promise.resolve(refuse(file, 'unreadable_file', row.message)),
        );
        if (lines.length >= AHEAD) yield await lines.shift()!;
      }
    }
    while (lines.length > 0) yield await lines.shift()!;
  } finally {
    await pool.stop();
  }
}

async function inspectRow(pool: ParserPool, file: string, number: number, row: string): Promise<InspectLine> {
  let payload: unknown;
  try {
    payload = (JSON.parse(row) as { payload?: unknown } | null)?.payload;
  } catch {
    payload = undefined;
  }
  if (typeof payload !== 'string') return refuse(file, 'invalid_row', `row ${number} is no JSON object with a text \`payload\``);
  const { html } = await pool.inspect({ kind: 'inspect-html' }, Buffer.from(payload));
  return { file, ok: true, html: typeof html === 'string' ? html : '' };
}

function refuse(file: string, code: string, message: string): InspectLine {
  return { file, ok: false, error: { code, message } };
}

export const inspections: readonly Inspection[] = [
  {
    kind: 'mail',
    input: 'a raw message, bytes as found',
    run: (inputs: AsyncIterable<InspectInput>, _options: CommandOptions) => inspectBy(inputs, () => ({ kind: 'inspect-mail' })),
  },
  {
    kind: 'reply',
    input: 'the body of a mail: text, or HTML when the name ends in .html or .htm',
    run: (inputs: AsyncIterable<InspectInput>, _options: CommandOptions) =>
      inspectBy(inputs, (file) => ({ kind: 'inspect-body', html: /^\.html?$/i.test(extname(file)) })),
  },
  {
    kind: 'html',
    input: 'JSON Lines with `payload`: HTML as it came',
    run: (inputs: AsyncIterable<InspectInput>, _options: CommandOptions) => inspectRows(inputs),
  },
];
