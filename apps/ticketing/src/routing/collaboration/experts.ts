import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { LocalisedText } from '../../desk/schema/texts.js';
import { AgentRoster } from '../agents/agent-roster.js';
import type { Presence } from '../matching/facts.js';

export interface Expert {
  readonly agentId: string;
  readonly displayName: string;
  readonly email: string;
  readonly fields: readonly string[];
  readonly note: LocalisedText | null;
  readonly presence: Presence;
  readonly load: number;
}

/** The directory of the desk: who knows about what. Those who are there come first, then who has less to do. */
@Injectable()
export class Experts {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly roster: AgentRoster,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `field`: words of a field, in whatever case; a part of one is enough. */
  async list(field?: string, sql: Sql = this.database.sql): Promise<Expert[]> {
    const wanted = field?.trim().toLowerCase();
    const agents = new Map((await this.roster.load(sql, this.clock.now())).map((agent) => [agent.email, agent]));
    const experts = this.profiles.current().desk.experts.flatMap(({ agent: login, fields, note }) => {
      const agent = agents.get(login);
      if (agent === undefined || (wanted !== undefined && !fields.some((one) => one.toLowerCase().includes(wanted)))) return [];
      const { id, name, email, presence, load } = agent;
      return [{ agentId: id, displayName: name, email, fields, note: note ?? null, presence, load: load.total }];
    });
    const order: Record<Presence, number> = { online: 0, away: 1, offline: 2 };
    return experts.sort((a, b) => order[a.presence] - order[b.presence] || a.load - b.load || (a.email < b.email ? -1 : 1));
  }
}
