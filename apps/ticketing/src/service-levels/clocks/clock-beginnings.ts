import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { DESK_APPLIED_TIMER } from '../../desk/desk-version.repository.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { beginClocks } from './begin-clocks.js';
import { ClockDesk } from './clock-desk.js';
import { ClockWork } from './clock-work.js';
import { ThreadReader } from './thread-reader.js';

const BEGIN_TIMER = 'clock-begin';
const TICKETS_AT_ONCE = 300;
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Until this process has read the desk as well. */
const DESK_SEEN_MS = 500;

/** A desk that promises something since now promises it to who waits already: some hundred open tickets a transaction, whoever dies. */
@Injectable()
export class ClockBeginnings implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly profiles: DeskProfiles,
    private readonly desk: ClockDesk,
    private readonly work: ClockWork,
    private readonly threads: ThreadReader,
  ) {}

  onModuleInit(): void {
    this.timers.handle(DESK_APPLIED_TIMER, (unit, due) => this.request(unit, due));
    this.timers.handle(BEGIN_TIMER, async (unit, due) => {
      for (const { data } of due) await this.begin(unit, String(data['after']), Number(data['version']));
    });
  }

  private async request(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const version = Math.max(...due.map(({ key }) => Number(key)));
    if (this.profiles.current().version < version) {
      const dueAt = new Date(unit.now.getTime() + DESK_SEEN_MS);
      await this.timers.set(unit.transaction, [{ kind: DESK_APPLIED_TIMER, key: String(version), dueAt }]);
    } else if (this.desk.book.kinds.size > 0) await this.goOn(unit, { after: NOBODY, version }, unit.now);
  }

  private async begin(unit: WorkUnit, after: string, version: number): Promise<void> {
    // A process that does not know the desk yet would find that nothing is promised.
    if (this.profiles.current().version < version) return this.goOn(unit, { after, version }, new Date(unit.now.getTime() + DESK_SEEN_MS));
    const ids = await findWithout(unit.transaction, [...this.desk.book.kinds], after);
    // What is answered meanwhile waits, and finds the clock that it stops.
    await unit.lock(ids);
    const clocks = await this.work.open(unit, ids);
    const threads = await this.threads.read(unit.transaction, ids);
    for (const id of ids) {
      const [open, status] = [clocks.of(id), clocks.statusOf(id)];
      if (open === undefined || status === null) continue;
      const thread = threads.get(id)!.map((entry) => this.threads.toItem(entry));
      beginClocks(open, thread, status, unit.now.getTime());
    }
    await clocks.save();
    if (ids.length === TICKETS_AT_ONCE) await this.goOn(unit, { after: ids.at(-1)!, version }, unit.now);
  }

  private goOn({ transaction }: WorkUnit, data: { readonly after: string; readonly version: number }, dueAt: Date): Promise<void> {
    return this.timers.set(transaction, [{ kind: BEGIN_TIMER, key: 'all', dueAt, data }]);
  }
}

/** Open tickets that have no clock of a kind that the desk has targets of. */
async function findWithout(transaction: Transaction, kinds: readonly string[], after: string): Promise<string[]> {
  const asked = kinds.some((kind) => kind === 'response' || kind === 'nextResponse') ? ['response'] : [];
  const worked = kinds.filter((kind) => kind === 'resolution' || kind === 'progress');
  const rows = await transaction.query<{ id: string }>(
    `select t.id from tickets t where t.id > $1::uuid and t.status in ('new', 'open', 'pending') and t.merged_into is null and not t.folded
       and not t.quarantined and exists (select 1 from unnest($2::text[]) k where not exists (
         select 1 from clocks c where c.ticket_id = t.id and (c.kind = k or (k = 'response' and c.kind = 'nextResponse'))))
     order by t.id limit ${TICKETS_AT_ONCE}`,
    [after, [...asked, ...worked]],
  );
  return rows.map(({ id }) => id);
}
