import { writeFile } from 'node:fs/promises';
import { asksForHelp, type CommandArguments, readArguments, readOption, UsageError } from '#runtime';
import { measureCallbacks } from './callbacks.js';
import { measureChat } from './chat.js';
import { measureClocks } from './clocks.js';
import { measureConsole } from './console.js';
import { measureDesk } from './desk.js';
import { measureDeskRules } from './desk-rules.js';
import { measureDoors } from './doors.js';
import { type Figure, printFigures } from './figures.js';
import { measureFlood } from './flood.js';
import { measureHostile } from './hostile.js';
import { measureImap } from './imap.js';
import { measureKafka } from './kafka.js';
import { measureKnowledge } from './knowledge.js';
import { measureMailboxes } from './mailboxes.js';
import { measureParsing } from './parsing.js';
import { measureRecognition } from './recognition.js';
import { measureReports } from './reports.js';
import { measureRouting } from './routing.js';
import { measureThroughput } from './throughput-figures.js';

const USAGE =
  'usage: npm run bench -- [--only throughput,parsing,hostile,kafka,imap,flood,doors,callbacks,desk,routing,chat,reports,clocks,rules,recognition,knowledge,console] [--messages N] [--tickets N] [--nodes N] [--json FILE]';
const OPTIONS = ['only', 'messages', 'tickets', 'nodes', 'json'];

/** Ratios in one run: machines are noisy, so read the ratios, not the rates. docs/benchmarks.md says what each figure means. */
export async function main(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    console.log(USAGE);
    return 0;
  }
  try {
    return await measure(readArguments('bench', args, { options: OPTIONS }));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n${USAGE}`);
    return 2;
  }
}

async function measure(args: CommandArguments): Promise<number> {
  const messages = Number(readOption(args, 'messages') ?? 20_000);
  const tickets = Number(readOption(args, 'tickets') ?? 100_000);
  const file = readOption(args, 'json');
  const parts: Record<string, () => Promise<Figure[]>> = {
    throughput: () => measureThroughput(messages),
    parsing: () => measureParsing(),
    hostile: () => measureHostile(),
    kafka: () => measureKafka(messages),
    imap: async () => [...(await measureImap(messages)), ...(await measureMailboxes())],
    flood: () => measureFlood(Math.min(messages, 10_000)),
    doors: () => measureDoors(messages),
    callbacks: () => measureCallbacks(Math.min(messages, 6_000)),
    desk: () => measureDesk(tickets),
    routing: () => measureRouting(10_000),
    chat: () => measureChat(Math.min(messages, 600)),
    console: () => measureConsole(),
    knowledge: () => measureKnowledge(Number(readOption(args, 'nodes') ?? 2_000_000)),
    reports: () => measureReports(),
    clocks: () => measureClocks(tickets),
    rules: () => measureDeskRules(messages),
    recognition: () => measureRecognition(),
  };
  const wanted = readOption(args, 'only')?.split(',') ?? Object.keys(parts);
  const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new UsageError(`--only: there is no part ${unknown.join(', ')}`);
  if (!(messages >= 100) || !(tickets >= 100)) throw new UsageError('at least 100 messages and 100 tickets');
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
  if (file !== undefined) await writeFile(file, `${JSON.stringify({ messages, tickets, figures }, null, 2)}\n`);
  return failed > 0 ? 1 : 0;
}
