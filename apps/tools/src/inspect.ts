import type { InspectInput } from '#runtime';
import { asksForHelp, parseCommandLine, refuseUnknownOptions, UsageError } from '#runtime';
import { listFiles, toInput } from './inspecting/files.js';
import { explainUsage, findKind } from './inspecting/kinds.js';
import { writeLines } from './inspecting/lines.js';

const WRONG_USAGE = 2;

/** `inspect <kind> [options] FILE… | --files-from LIST|-`: one JSON line an input on stdout, everything else on stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const [kindName, ...rest] = argv;
  if (asksForHelp(argv)) {
    process.stdout.write(`${explainUsage()}\n`);
    return 0;
  }
  try {
    if (kindName === undefined || kindName.startsWith('--')) throw new UsageError(explainUsage());
    const kind = findKind(kindName);
    const inspection = await kind.load();
    const { words, options } = parseCommandLine(rest);
    refuseUnknownOptions(inspection.kind, options, ['files-from', ...(inspection.options ?? [])]);
    const { 'files-from': list, ...own } = options;
    if (list === true) throw new UsageError('--files-from needs a LIST, or - for stdin');
    if (list === undefined && words.length === 0) throw new UsageError(`${kindName}: no FILE is given\n${explainUsage()}`);
    return await writeLines(inspection.run(eachInput(listFiles(words, list)), own));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return WRONG_USAGE;
  }
}

async function* eachInput(files: AsyncIterable<string>): AsyncIterable<InspectInput> {
  for await (const file of files) yield toInput(file);
}
