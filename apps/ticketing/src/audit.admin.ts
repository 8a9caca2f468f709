import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DATABASE, type Database } from '#database';
import {
  type AdminCommand,
  type AdminContext,
  CLOCK,
  type Clock,
  type CommandArguments,
  PermanentError,
  readOption,
  SECRET_KEY,
  type SecretKey,
  UsageError,
} from '#runtime';
import { exportAudit, readExport } from './audit/audit-export.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditRepository } from './audit/audit.repository.js';
import { type ChainVerdict, verifyChain } from './audit/verify-chain.js';

const audit: AdminCommand = {
  name: 'audit',
  usage: 'verify [FILE --key KEY-ID] [--head SEQ:HASH] | export FILE | head',
  options: ['key', 'head'],
  words: 2,
  summary:
    'proves that the audit log (or an export of it) is whole and unchanged, writes it out, or shows its signed head to be noted elsewhere',
  async run(args, context) {
    const [verb, file] = args.words;
    if (verb === 'verify') return report(file === undefined ? await verifyOwn(args, context) : await verifyFile(file, args), context);
    if (verb === 'head' && file === undefined) return showHead(context);
    if (verb !== 'export' || file === undefined) throw new UsageError('verify, export FILE, or head?');
    const { log, repository } = await open(context);
    await log.chain(true);
    await pipeline(Readable.from(exportAudit(repository)), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    context.print(`${file}: check it with admin -- audit verify ${file} --key ${log.signer.key.keyId}`);
  },
};

async function showHead(context: AdminContext): Promise<void> {
  const { log, repository } = await open(context);
  await log.chain(true);
  const [head] = await repository.heads(undefined, true);
  if (head === undefined) return context.print('nothing was recorded yet');
  context.print(`${head.seq}:${head.hash}  signed ${head.signedAt} by key ${head.keyId}`);
}

async function verifyOwn(args: CommandArguments, context: AdminContext): Promise<ChainVerdict> {
  const { log } = await open(context);
  return log.verify(readHead(args));
}

async function verifyFile(file: string, args: CommandArguments): Promise<ChainVerdict> {
  const trusted = readOption(args, 'key');
  if (trusted === undefined) throw new UsageError('--key: which key do you trust? Its id was given to you with the first export');
  const known = readHead(args);
  return verifyChain({ ...(await readExport(createReadStream(file))), trusted, ...(known === undefined ? {} : { known }) });
}

function readHead(args: CommandArguments): { seq: number; hash: string } | undefined {
  const given = readOption(args, 'head');
  if (given === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(given) ?? [];
  if (hash === undefined) throw new UsageError(`--head ${given}: number and hash, as audit head shows them`);
  return { seq: Number(seq), hash };
}

function report({ ok, records, heads, signedUpTo, last, faults }: ChainVerdict, context: AdminContext): void {
  context.print(`${records} records, ${heads} signed heads, signed up to ${signedUpTo}; the end is ${last.seq}:${last.hash}`);
  for (const { what } of faults) context.print(`  ${what}`);
  if (ok) return context.print('Nothing was changed, taken out, put elsewhere or cut off.');
  throw new PermanentError('the audit log is not as it was written', {
    code: 'audit_broken',
    hint: 'compare it with an export or a backup; who can write to the database can have done this',
  });
}

async function open(context: AdminContext): Promise<{ log: AuditLog; repository: AuditRepository }> {
  const database = await context.resolve<Database>(DATABASE);
  const clock = await context.resolve<Clock>(CLOCK);
  const repository = new AuditRepository(database);
  return { log: new AuditLog(database, clock, await context.resolve<SecretKey>(SECRET_KEY), repository), repository };
}

export const adminCommands: readonly AdminCommand[] = [audit];
