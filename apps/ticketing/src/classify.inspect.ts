import { readFile } from 'node:fs/promises';
import { UsageError } from '#runtime';
import type { CommandOptions, Inspection, InspectInput, InspectLine } from '#runtime';
import type { Classifier } from './recognition/classifier/classifier.js';
import { train, type Example } from './recognition/classifier/train.js';

/** `inspect classify`: the desk's own recogniser, learned from the given examples alone. */
export const inspections: readonly Inspection[] = [
  {
    kind: 'classify',
    input: 'JSON Lines with text; --examples TRAIN.jsonl of {text, label}',
    options: ['examples'],
    run: inspectRows,
  },
];

async function* inspectRows(inputs: AsyncIterable<InspectInput>, options: CommandOptions): AsyncIterable<InspectLine> {
  const { examples } = options;
  if (typeof examples !== 'string') throw new UsageError('classify: --examples needs a file of {text, label}, one a line');
  const classifier = train(await readExamples(examples));
  for await (const { file, read } of inputs) yield* inspectFile(file, read, classifier);
}

async function* inspectFile(file: string, read: InspectInput['read'], classifier: Classifier): AsyncIterable<InspectLine> {
  let lines: string[];
  try {
    lines = linesOf(String(await read()));
  } catch (error) {
    yield refuse(file, 'unreadable_file', error instanceof Error ? error.message : String(error));
    return;
  }
  for (const [index, line] of lines.entries()) {
    const text = readText(line);
    yield text === null
      ? refuse(file, 'invalid_row', `line ${index + 1} is no JSON object with a text`)
      : { file, ok: true, ...classifier.classify(text) };
  }
}

async function readExamples(file: string): Promise<Example[]> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`classify: the examples cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return linesOf(content).map((line, index) => {
    const row = readRow(line);
    const { text, label } = row ?? {};
    if (typeof text !== 'string' || typeof label !== 'string')
      throw new UsageError(`classify: ${file}, line ${index + 1} is no JSON object with a text and a label`);
    return { text, label };
  });
}

function linesOf(content: string): string[] {
  return content.split('\n').filter((line) => line.trim() !== '');
}

function readText(line: string): string | null {
  const text = readRow(line)?.['text'];
  return typeof text === 'string' ? text : null;
}

function readRow(line: string): Record<string, unknown> | null {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function refuse(file: string, code: string, message: string): InspectLine {
  return { file, ok: false, error: { code, message } };
}
