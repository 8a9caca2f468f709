import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { toTerseMessage } from '#contracts/terse';
import { parseMail } from '../../apps/email-connector/src/converting/parse-mail.js';
import { toInboundMessage } from '../../apps/email-connector/src/converting/to-inbound-message.js';
import type { Figure } from './figures.js';
import { PARSED_MAILS } from './parsed-mails.js';

const ROUNDS = 7;
const WARM_UP = 100;
/** CPU that one reader gets of one mail in one round, ms. */
const SLICE_MS = 150;
const TARGET = 0.8;

const ENVELOPE = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-03-02T09:00:00.000Z',
  deliveryId: 'bench:1',
};

/** What a parser process does with a mail: everything, to the JSON of the event. */
function readWhole(raw: Buffer): void {
  JSON.stringify(toTerseMessage(toInboundMessage(raw, parseMail(raw), ENVELOPE).event));
}

const READERS: Readonly<Record<string, (raw: Buffer) => unknown>> = {
  ours: readWhole,
  mailparser: (raw) => simpleParser(raw),
  'postal-mime': (raw) => PostalMime.parse(raw),
};

/** Our whole way from bytes to event beside the bare libraries, in this process, in turns; CPU of one mail. */
export async function measureParsing(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const total: Record<string, number> = { ours: 0, mailparser: 0, 'postal-mime': 0 };
  const ratios: number[] = [];
  // What is compiled for one kind of mail only would flatter whoever comes first.
  for (const [, raw] of PARSED_MAILS) for (const read of Object.values(READERS)) for (let i = 0; i < WARM_UP; i += 1) await read(raw);
  for (const [name, raw] of PARSED_MAILS) {
    const cost = await measureMail(raw);
    for (const [reader, us] of Object.entries(cost)) total[reader]! += us;
    const ratio = Math.min(cost['mailparser']!, cost['postal-mime']!) / cost['ours']!;
    ratios.push(ratio);
    figures.push({ part: 'parsing', name, measured: `${ratio.toFixed(2)} of the faster one's speed: ${tell(cost)}` });
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  figures.push({
    part: 'parsing',
    name: 'ours / the faster library for each mail, geometric mean',
    measured: `${mean.toFixed(2)} (all of them: ${tell(total)})`,
    target: `≥ ${TARGET.toFixed(2)}`,
    holds: mean >= TARGET,
  });
  return figures;
}

/** The median of the rounds, µs of CPU, garbage collection included. */
async function measureMail(raw: Buffer): Promise<Record<string, number>> {
  const rounds: Record<string, number[]> = { ours: [], mailparser: [], 'postal-mime': [] };
  for (let round = -1; round < ROUNDS; round += 1)
    for (const [name, read] of Object.entries(READERS)) {
      const us = await measureSlice(() => read(raw));
      if (round >= 0) rounds[name]!.push(us);
    }
  return Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, values.sort((a, b) => a - b)[ROUNDS >> 1]!]));
}

async function measureSlice(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  let times = 0;
  for (let spent = 0; spent < SLICE_MS * 1_000;) {
    for (let i = 0; i < 10; i += 1, times += 1) await work();
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

function tell(cost: Readonly<Record<string, number>>): string {
  const us = (value: number) => `${Math.round(value)}`;
  return `ours ${us(cost['ours']!)}, mailparser ${us(cost['mailparser']!)}, postal-mime ${us(cost['postal-mime']!)} µs`;
}
