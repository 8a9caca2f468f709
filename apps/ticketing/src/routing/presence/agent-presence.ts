import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { SignsOfLife } from '../../realtime/signs-of-life.js';
import type { Presence } from '../matching/facts.js';
import { presenceAt, type PresenceView, renewsBefore } from './presence-at.js';
import { PresenceEffects } from './presence-effects.js';

const PRESENCE_TIMER = 'routing.presence';

/** Who is there. A sign of life is an open stream, or saying so again; without one an agent is offline after a while. */
@Injectable()
export class AgentPresence implements OnModuleInit {
  constructor(
    private readonly work: TicketWork,
    private readonly timers: Timers,
    private readonly effects: PresenceEffects,
    private readonly profiles: DeskProfiles,
    private readonly signs: SignsOfLife,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(PRESENCE_TIMER, (unit, due) => this.expire(unit, due));
    // Without a database nobody is given anything either.
    this.signs.listen((agentIds) => void this.beat(agentIds).catch(() => undefined));
  }

  async set(agentId: string, state: Presence): Promise<PresenceView> {
    await this.work.run(async (unit) => {
      const { transaction, now } = unit;
      const expiresAt = this.expiryFrom(now);
      const [before] = await transaction.query<{ state: Presence }>(
        `select case when expires_at > $2::timestamptz then state else 'offline' end as state from agent_presence where agent_id = $1::uuid for update`,
        [agentId, now],
      );
      await transaction.query(
        `insert into agent_presence as p (agent_id, state, since, expires_at, idle_since) values ($1, $2, $3, $4, $3)
         on conflict (agent_id) do update set state = excluded.state, expires_at = excluded.expires_at,
           since = case when p.state = excluded.state and p.expires_at > $3::timestamptz then p.since else excluded.since end,
           idle_since = case when excluded.state = 'online' and (p.state <> 'online' or p.expires_at <= $3::timestamptz) then excluded.since else p.idle_since end`,
        [agentId, state, now, expiresAt],
      );
      if (state === 'offline') await this.timers.cancel(transaction, PRESENCE_TIMER, [agentId]);
      else await this.timers.set(transaction, [{ kind: PRESENCE_TIMER, key: agentId, dueAt: expiresAt }]);
      if ((before?.state ?? 'offline') !== state) await this.effects.changed(unit, agentId, state);
    });
    return this.get(agentId);
  }

  async get(agentId: string): Promise<PresenceView> {
    const [row] = await this.database.sql.query<{ state: Presence; since: Date; expiresAt: Date }>(
      'select state, since, expires_at as "expiresAt" from agent_presence where agent_id = $1::uuid',
      [agentId],
    );
    return presenceAt(row ?? null, this.clock.now());
  }

  /** Agents whose pages are open: who is there stays there. Nobody comes online by it, for a page says nothing of whether he takes work. */
  async beat(agentIds: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const expiresAt = this.expiryFrom(now);
    await this.database.sql.query(
      `update agent_presence set expires_at = $2::timestamptz
       where agent_id = any($1::uuid[]) and state <> 'offline' and expires_at > $3::timestamptz and expires_at < $4::timestamptz`,
      [[...new Set(agentIds)].sort(), expiresAt, now, renewsBefore(now, expiresAt)],
    );
  }

  private async expire(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const { transaction, now } = unit;
    const rows = await transaction.query<{ id: string; state: Presence; expiresAt: Date }>(
      `select agent_id as id, state, expires_at as "expiresAt" from agent_presence where agent_id = any($1::uuid[]) order by agent_id for update`,
      [due.map(({ key }) => key)],
    );
    const alive = rows.filter(({ state, expiresAt }) => state !== 'offline' && expiresAt > now);
    await this.timers.set(
      transaction,
      alive.map(({ id, expiresAt }) => ({ kind: PRESENCE_TIMER, key: id, dueAt: expiresAt })),
    );
    const gone = rows.filter(({ state, expiresAt }) => state !== 'offline' && expiresAt <= now);
    await transaction.query(`update agent_presence set state = 'offline', since = expires_at where agent_id = any($1::uuid[])`, [
      gone.map(({ id }) => id),
    ]);
    for (const { id } of gone) await this.effects.changed(unit, id, 'offline');
  }

  private expiryFrom(now: Date): Date {
    return new Date(now.getTime() + this.profiles.current().desk.routing.presenceLasts);
  }
}
