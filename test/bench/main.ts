import { writeFile } from 'node:fs/promises';
import { measureDesk } from './desk.js';
import { type Figure, printFigures } from './figures.js';
import { measureImap } from './imap.js';
import { measureKafka } from './kafka.js';
import { measureThroughput } from './throughput-figures.js';

const USAGE = 'npm run bench -- [--only throughput,kafka,imap,desk] [--messages N] [--tickets N] [--json FILE]';

/** Ratios in one run: machines are noisy, so read the ratios, not the rates. docs/benchmarks.md says what each figure means. */
export async function main(args: readonly string[]): Promise<number> {
  const given = readOptions(args);
  const messages = Number(given.get('messages') ?? 20_000);
  const tickets = Number(given.get('tickets') ?? 100_000);
  const parts: Record<string, () => Promise<Figure[]>> = {
    throughput: () => measureThroughput(messages),
    kafka: () => measureKafka(messages),
    imap: () => measureImap(messages),
    desk: () => measureDesk(tickets),
  };
  const wanted = given.get('only')?.split(',') ?? Object.keys(parts);
  const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0 || !(messages >= 100) || !(tickets >= 100)) {
    console.error(`${unknown.length > 0 ? `no part ${unknown.join(', ')}` : 'at least 100 messages and 100 tickets'}\n${USAGE}`);
    return 2;
  }
  const figures: Figure[] = [];
  let failed = 0;
  for (const name of wanted)
    try {
      figures.push(...(await parts[name]!()));
    } catch (error) {
      // The other parts took long: their figures are not thrown away.
      console.error(`${name}:`, error);
      figures.push({ part: name, name: 'all', measured: 'failed', holds: false });
      failed += 1;
    }
  printFigures(figures);
  const file = given.get('json');
  if (file !== undefined) await writeFile(file, `${JSON.stringify({ messages, tickets, figures }, null, 2)}\n`);
  return failed > 0 ? 1 : 0;
}

function readOptions(args: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) {
    const name = /^--(only|messages|tickets|json)$/.exec(args[at]!)?.[1];
    const value = args[at + 1];
    if (name === undefined || value === undefined) throw new Error(`${args[at]}: not understood\n${USAGE}`);
    options.set(name, value);
  }
  return options;
}
