export interface ChaosPlan {
  readonly engine: 'postgres' | 'kafka';
  /** How the mails come in: sent to the SMTP door, or laid into a mailbox that is read by IMAP. */
  readonly door: 'smtp' | 'imap';
  readonly messages: number;
  readonly kills: number;
  readonly senders: number;
  readonly seed: number;
}

export function readPlan(args: readonly string[]): ChaosPlan {
  const value = (name: string, otherwise: string) => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? otherwise : (args[at + 1] ?? '');
  };
  const engine = value('engine', 'postgres');
  if (engine !== 'postgres' && engine !== 'kafka') throw new Error(`--engine ${engine}: postgres or kafka`);
  const door = value('door', 'smtp');
  if (door !== 'smtp' && door !== 'imap') throw new Error(`--door ${door}: smtp or imap`);
  if (door === 'imap' && engine === 'kafka') throw new Error('--door imap: only with --engine postgres so far');
  const count = (name: string, otherwise: number) => {
    const number = Number(value(name, String(otherwise)));
    if (!Number.isInteger(number) || number < 0) throw new Error(`--${name}: a whole number`);
    return number;
  };
  return {
    engine,
    door,
    messages: count('messages', 5000),
    kills: count('kills', 20),
    senders: count('senders', 8),
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
