import type { CommandId, DeliveryChanged, DeliveryError, InboxId } from '#contracts';
import type { Database, Transaction } from '#database';
import type { EventBus } from '#event-bus';
import { toDeliveryRecord, type Try } from './delivery-records.js';

export type CommandStatus = 'held' | 'sending' | 'sent' | 'failed' | 'unknown' | 'expired' | 'cancelled' | 'recalled';

/** What is known of a command. `results` were told when it ended and are told again when its record comes again. */
export interface SentCommand {
  readonly status: CommandStatus;
  readonly attempts: number;
  /** How often it failed by what only time mends; null for never. */
  readonly failures: number | null;
  /** Would the remote have dropped a second send? As the connector said when it was marked. */
  readonly idempotent: boolean;
  readonly holdCode: string | null;
  /** Why it waits, as it was told. */
  readonly holdError: DeliveryError | null;
  readonly holdUntil: Date | null;
  readonly conversationKey: string;
  readonly results: readonly DeliveryChanged[] | null;
  /** Null until it was asked back. */
  readonly recall: RecallState | null;
}

export interface RecallState {
  /** How often the connector was called for it. */
  readonly attempts: number;
  /** What its end told; empty while it has none. */
  readonly told: readonly DeliveryChanged[];
}

interface Change {
  readonly tried: Try;
  /** Deliveries that become durable with it, if it takes effect. */
  readonly told: readonly DeliveryChanged[];
}

/** The mark before the call: only on a command that nobody else has marked, or may be sent twice. */
export interface Mark extends Change {
  readonly kind: 'mark';
  readonly idempotent: boolean;
}

/** Why a command waits, and until when. `told` is empty when the reason is the one already shown. */
export interface Hold extends Change {
  readonly kind: 'hold';
  readonly error: DeliveryError;
  /** Null: it stands behind another of its conversation. */
  readonly until: Date | null;
  /** As `SentCommand.failures`; not said of one that was not tried. */
  readonly failures?: number;
  /** The durable mark says that it may have left, and is to be taken back. */
  readonly marked: boolean;
}

/** The end of a command. A certain end overrides `unknown`, nothing overrides a certain end. */
export interface Finish extends Change {
  readonly kind: 'finish';
  readonly status: CommandStatus;
  /** Leaves alone what is being sent. */
  readonly onlyHeld?: boolean;
}

/** It is being sent and takes long: others go on, and nobody calls it uncertain before `until`. */
export interface Aside extends Change {
  readonly kind: 'aside';
  readonly until: Date;
}

/** A sent reply is asked back: written before each call (`told` is empty then) and at the end. Only a command that is `sent` takes it. */
export interface Recall extends Change {
  readonly kind: 'recall';
  readonly status: 'sent' | 'recalled';
  readonly recallAttempts: number;
}

export type LedgerChange = Mark | Hold | Finish | Aside | Recall;

/** One that waits in a conversation. */
export interface Waiting {
  readonly commandId: CommandId;
  readonly inboxId: InboxId;
  readonly conversationKey: string;
  readonly attempts: number;
  readonly holdError: DeliveryError | null;
}

/** The ledger of sending. What it says and what is told of it become durable in one commit. */
export class SentCommandsRepository {
  constructor(
    private readonly database: Database,
    private readonly bus: EventBus,
  ) {}

  async find(commandId: CommandId): Promise<SentCommand | null> {
    return (await this.findAll([commandId])).get(commandId) ?? null;
  }

  async findAll(commandIds: readonly CommandId[]): Promise<Map<CommandId, SentCommand>> {
    if (commandIds.length === 0) return new Map();
    const rows = await this.database.sql.query<SentCommand & { commandId: CommandId; results: DeliveryChanged[] | null }>(
      `select command_id as "commandId", status, attempts, failures, idempotent, hold_code as "holdCode", hold_error as "holdError",
         hold_until as "holdUntil", conversation_key as "conversationKey", results, recall
       from sent_commands where command_id = any($1)`,
      [commandIds],
      'find_sent_commands',
    );
    return new Map(rows.map((row) => [row.commandId, row]));
  }

  /** What waits in these conversations, oldest first. */
  async findWaiting(conversationKeys: readonly string[]): Promise<Waiting[]> {
    if (conversationKeys.length === 0) return [];
    return this.database.sql.query<Waiting & Record<string, unknown>>(
      `select command_id as "commandId", inbox_id as "inboxId", conversation_key as "conversationKey", attempts, hold_error as "holdError"
       from sent_commands where conversation_key = any($1) and status = 'held' order by created_at, command_id`,
      [conversationKeys],
      'find_waiting_commands',
    );
  }

  /** Of different commands, in one commit. Returns those that took effect. */
  async apply(changes: readonly LedgerChange[]): Promise<Set<CommandId>> {
    return this.database.run(async (transaction) => {
      const done = new Set<CommandId>();
      for (const write of [writeMarks, writeHolds, writeFinishes, writeAsides, writeRecalls])
        for (const id of await write(transaction, changes)) done.add(id);
      const told = changes.filter(({ tried }) => done.has(tried.reply.commandId));
      const records = told.flatMap((change) =>
        change.told.map((delivery) => toDeliveryRecord(delivery, change.tried.key, change.tried.at)),
      );
      if (records.length > 0) await this.bus.appendInTransaction(transaction, records);
      return done;
    });
  }

  /** Forgets what ended before `before`: its record is no longer on the log. */
  async forget(before: Date): Promise<void> {
    await this.database.sql.query(`delete from sent_commands where updated_at < $1 and status not in ('held', 'sending')`, [before]);
  }
}

const COLUMNS =
  'command_id, inbox_id, conversation_key, status, attempts, failures, idempotent, hold_code, hold_error, hold_until, results, created_at, updated_at';

/** Rows sorted by id, so that two writers never deadlock; `where` decides on a row that is there. */
function toStatement(where: string): string {
  return `insert into sent_commands as known (${COLUMNS})
    select command_id, inbox_id, conversation_key, status, attempts, failures, idempotent, hold_code, hold_error, hold_until, results, at, at
    from json_to_recordset($1::json) as r (command_id uuid, inbox_id text, conversation_key text, status text, attempts int, failures int,
      idempotent boolean, hold_code text, hold_error jsonb, hold_until timestamptz, results jsonb, at timestamptz)
    order by command_id
    on conflict (command_id) do update set status = excluded.status, attempts = excluded.attempts, idempotent = excluded.idempotent,
      failures = coalesce(excluded.failures, known.failures),
      hold_code = coalesce(excluded.hold_code, known.hold_code), hold_error = coalesce(excluded.hold_error, known.hold_error), hold_until = excluded.hold_until, results = excluded.results,
      updated_at = excluded.updated_at
      where ${where}
    returning command_id`;
}

const MARK = toStatement(`known.status = 'held' or (known.status = 'sending' and known.idempotent)`);
const HOLD = toStatement(`known.status = 'held' or (known.status = 'sending' and known.command_id = any($2))`);
const FINISH = toStatement(`known.status = 'held' or (known.status = 'sending' and known.command_id <> all($2))
  or (known.status = 'unknown' and excluded.status in ('sent', 'failed'))`);

const ASIDE = `update sent_commands known set hold_until = r.until, updated_at = r.at
  from json_to_recordset($1::json) as r (command_id uuid, until timestamptz, at timestamptz)
  where known.command_id = r.command_id and known.status = 'sending' returning known.command_id`;

const RECALL = `update sent_commands known set status = r.status, recall = r.recall, updated_at = r.at
  from json_to_recordset($1::json) as r (command_id uuid, status text, recall jsonb, at timestamptz)
  where known.command_id = r.command_id and known.status = 'sent' returning known.command_id`;

function writeMarks(transaction: Transaction, changes: readonly LedgerChange[]): Promise<CommandId[]> {
  const marks = changes.filter((change) => change.kind === 'mark');
  const rows = marks.map(({ tried, idempotent }) => ({ ...toRow(tried), status: 'sending', idempotent, hold_until: tried.asideUntil?.() }));
  return write(transaction, MARK, 'mark_commands', rows);
}

function writeHolds(transaction: Transaction, changes: readonly LedgerChange[]): Promise<CommandId[]> {
  const holds = changes.filter((change) => change.kind === 'hold');
  const rows = holds.map(({ tried, error, until, failures }) => ({
    ...toRow(tried),
    status: 'held',
    failures,
    hold_code: error.code,
    hold_error: error,
    hold_until: until,
  }));
  return write(transaction, HOLD, 'hold_commands', rows, idsOf(holds.filter(({ marked }) => marked)));
}

function writeFinishes(transaction: Transaction, changes: readonly LedgerChange[]): Promise<CommandId[]> {
  const finishes = changes.filter((change) => change.kind === 'finish');
  const rows = finishes.map(({ tried, status, told }) => ({ ...toRow(tried), status, results: told }));
  return write(transaction, FINISH, 'finish_commands', rows, idsOf(finishes.filter(({ onlyHeld }) => onlyHeld)));
}

async function writeAsides(transaction: Transaction, changes: readonly LedgerChange[]): Promise<CommandId[]> {
  const rows = changes.filter((change) => change.kind === 'aside').map(({ tried, until }) => ({ ...toRow(tried), until }));
  return write(transaction, ASIDE, 'set_commands_aside', rows);
}

async function writeRecalls(transaction: Transaction, changes: readonly LedgerChange[]): Promise<CommandId[]> {
  const recalls = changes.filter((change) => change.kind === 'recall');
  const rows = recalls.map(({ tried, status, recallAttempts: attempts, told }) => ({
    ...toRow(tried),
    status,
    recall: { attempts, told },
  }));
  return write(transaction, RECALL, 'recall_commands', rows);
}

async function write(
  transaction: Transaction,
  statement: string,
  name: string,
  rows: readonly object[],
  ids?: CommandId[],
): Promise<CommandId[]> {
  if (rows.length === 0) return [];
  const values = ids === undefined ? [JSON.stringify(rows)] : [JSON.stringify(rows), ids];
  const written = await transaction.query<{ command_id: CommandId }>(statement, values, name);
  return written.map((row) => row.command_id);
}

function toRow({ reply, key, attempt, at }: Try) {
  return { command_id: reply.commandId, inbox_id: reply.inboxId, conversation_key: key, attempts: attempt, idempotent: false, at };
}

function idsOf(changes: readonly LedgerChange[]): CommandId[] {
  return changes.map(({ tried }) => tried.reply.commandId);
}
