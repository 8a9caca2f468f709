import { readArguments, readOption, UsageError } from '#runtime';

export interface ChaosPlan {
  readonly engine: 'postgres' | 'kafka';
  /** How messages come in: mails to the SMTP door, mails in a mailbox that is read by IMAP, or five channels at once. */
  readonly door: 'smtp' | 'imap' | 'channels';
  readonly messages: number;
  readonly kills: number;
  readonly senders: number;
  readonly seed: number;
}

export const USAGE =
  'usage: npm run chaos -- [--engine postgres|kafka] [--door smtp|imap|channels] [--messages N] [--kills N] [--senders N] [--seed N]';
const OPTIONS = ['engine', 'door', 'messages', 'kills', 'senders', 'seed'];

/** Throws `UsageError` for what it does not understand. */
export function readPlan(argv: readonly string[]): ChaosPlan {
  const args = readArguments('chaos', argv, { options: OPTIONS });
  const engine = readOption(args, 'engine') ?? 'postgres';
  if (engine !== 'postgres' && engine !== 'kafka') throw new UsageError(`--engine ${engine}: postgres or kafka`);
  const door = readOption(args, 'door') ?? 'smtp';
  if (door !== 'smtp' && door !== 'imap' && door !== 'channels') throw new UsageError(`--door ${door}: smtp, imap or channels`);
  if (door === 'imap' && engine === 'kafka') throw new UsageError('--door imap: only with --engine postgres so far');
  const count = (name: string, otherwise: number, least = 0) => {
    const given = readOption(args, name) ?? String(otherwise);
    if (!/^\d{1,9}$/.test(given) || Number(given) < least) throw new UsageError(`--${name} ${given}: a whole number from ${least} on`);
    return Number(given);
  };
  return {
    engine,
    door,
    messages: count('messages', 5000, 1),
    kills: count('kills', 20),
    senders: count('senders', 8, 1),
    seed: count('seed', Date.now() % 1_000_000),
  };
}

/** A small generator (mulberry32): the same seed kills the same victims at the same places. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
