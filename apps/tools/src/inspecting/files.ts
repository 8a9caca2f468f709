import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PermanentError, UsageError, type InspectInput } from '#runtime';

/** The files named on the command line, then those of the list (one a line; `-` is stdin). */
export async function* listFiles(words: readonly string[], list: string | undefined): AsyncIterable<string> {
  yield* words;
  if (list === undefined) return;
  const source = list === '-' ? process.stdin : createReadStream(list);
  try {
    for await (const line of createInterface({ input: source, crlfDelay: Infinity })) if (line !== '') yield line;
  } catch (error) {
    throw new UsageError(`The list ${list} cannot be read: ${(error as Error).message}`);
  }
}

export function toInput(file: string): InspectInput {
  return {
    file,
    async read() {
      try {
        return await readFile(file);
      } catch (cause) {
        const { code = 'unknown' } = cause as NodeJS.ErrnoException;
        throw new PermanentError(`${file} cannot be read (${code})`, { code: 'file_unreadable', cause });
      }
    },
  };
}
