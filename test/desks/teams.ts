import type { DeskAgent } from './desk-agents.js';
import type { List, Ticket } from './desk-views.js';
import type { RunningDesk } from './running-desk.js';

export interface Notice {
  readonly kind: string;
  readonly text: string;
  readonly ticketId: string | null;
}

export interface Assignment {
  readonly agentId: string;
  readonly agentName: string;
  readonly reason: string;
  readonly candidates: readonly { readonly agent: string }[];
  readonly others: Readonly<Record<string, number>>;
  readonly endReason: string | null;
}

/** Groups of a desk, and people of it who come and go. */
export class Teams {
  private readonly there: DeskAgent[] = [];

  constructor(private readonly desk: RunningDesk) {}

  /** Runs with people who come; all of them go at its end, whatever happens. */
  static async on<T>(desk: RunningDesk, run: (teams: Teams) => Promise<T>): Promise<T> {
    const teams = new Teams(desk);
    await teams.clearLine();
    try {
      return await run(teams);
    } finally {
      await teams.leave();
    }
  }

  /** What other rows left open is put aside, so that whoever comes has his hands free for what this row brings. */
  private async clearLine(): Promise<void> {
    const { items } = await this.desk.api<List<Ticket>>('GET', '/tickets?status=new,open&limit=200');
    for (const { id } of items) await this.desk.ask('PATCH', `/tickets/${id}`, { status: 'pending' });
  }

  /** Somebody logs in and says that he takes work. `li@desk.example` of the desk's file is in his groups already. */
  async come(name: string): Promise<DeskAgent> {
    const agent = await this.desk.agents.get(name);
    await this.desk.api('PUT', '/agents/me/presence', { state: 'online' }, agent);
    this.there.push(agent);
    return agent;
  }

  async go(agent: DeskAgent): Promise<void> {
    await this.desk.api('PUT', '/agents/me/presence', { state: 'offline' }, agent);
  }

  async leave(): Promise<void> {
    for (const agent of this.there) await this.go(agent);
  }

  async groupId(key: string): Promise<string> {
    return (await this.desk.api<{ id: string }>('GET', `/groups/${key}`)).id;
  }

  /** Waits until the ticket is in this group. */
  async inGroup(ticket: { readonly id: string }, key: string): Promise<Ticket> {
    const id = await this.groupId(key);
    return this.desk.ticketWhere(ticket.id, ({ group }) => group === id, `ticket in ${key}`);
  }

  /** Waits until somebody has the ticket. */
  async givenTo(ticket: { readonly id: string }, agent: DeskAgent): Promise<Ticket> {
    return this.desk.ticketWhere(ticket.id, ({ assignee }) => assignee === agent.id, `ticket given to ${agent.email}`);
  }

  async assignments(ticket: { readonly id: string }): Promise<readonly Assignment[]> {
    return (await this.desk.api<List<Assignment>>('GET', `/tickets/${ticket.id}/assignments`)).items;
  }

  /** Waits until somebody is told. */
  async told(agent: DeskAgent, kind: string, ticket: { readonly id: string }): Promise<Notice> {
    return this.desk.until(async () => {
      const { items } = await this.desk.api<List<Notice>>('GET', `/notices?kind=${kind}&ticket=${ticket.id}`, undefined, agent);
      return items[0];
    }, `${agent.email} told ${kind}`);
  }
}
