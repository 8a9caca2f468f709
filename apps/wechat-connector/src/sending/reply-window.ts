import type { StateStore } from '#connector-sdk';

/** What a platform allows after a customer's message. */
export interface WindowRule {
  readonly durationMs: number;
  readonly count: number;
}

export interface WindowView {
  readonly open: boolean;
  /** Null: this customer never wrote. */
  readonly wroteAt: Date | null;
  readonly endsAt: Date | null;
  /** Messages that may still be sent. */
  readonly remaining: number;
}

/** Since when the messages below count, and their ids: one that is sent again counts once. */
interface SentSince {
  readonly since: string;
  readonly ids: readonly string[];
}

/**
 * How many messages may still go to a customer. Receiving writes when he wrote, sending what was sent: two keys with one writer each, for they may run in
 * different processes. The platform has the last word.
 */
export class ReplyWindow {
  constructor(
    private readonly state: StateStore,
    private readonly rule: WindowRule,
  ) {}

  /** Of several messages the newest alone need be told. An older one than known changes nothing. */
  async customerWrote(customer: string, at: Date): Promise<void> {
    const known = await this.wroteAt(customer);
    if (known === null || at > known) await this.state.set(`wrote:${customer}`, at.toISOString());
  }

  /** `hint`: when he wrote as far as the reply itself knows; what is known here may be older (state lost) or newer. */
  async look(customer: string, now: Date, hint: Date | null): Promise<WindowView> {
    const known = await this.wroteAt(customer);
    const wroteAt = known === null || (hint !== null && hint > known) ? hint : known;
    if (wroteAt === null) return { open: false, wroteAt, endsAt: null, remaining: 0 };
    const sent = await this.sentSince(customer, wroteAt);
    const endsAt = new Date(wroteAt.getTime() + this.rule.durationMs);
    return { open: now < endsAt, wroteAt, endsAt, remaining: Math.max(0, this.rule.count - sent.ids.length) };
  }

  /** Ids of messages that count already: a second try of them costs nothing. */
  async counted(customer: string, wroteAt: Date): Promise<ReadonlySet<string>> {
    return new Set((await this.sentSince(customer, wroteAt)).ids);
  }

  /** Call before sending: a crash in between counts one too many, never one too few. */
  async count(customer: string, wroteAt: Date, ids: readonly string[]): Promise<void> {
    const sent = await this.sentSince(customer, wroteAt);
    await this.state.set(`sent:${customer}`, { since: sent.since, ids: [...new Set([...sent.ids, ...ids])] } satisfies SentSince);
  }

  /** They surely did not leave. */
  async discount(customer: string, ids: readonly string[]): Promise<void> {
    const sent = await this.state.get<SentSince>(`sent:${customer}`);
    if (sent !== null) await this.state.set(`sent:${customer}`, { ...sent, ids: sent.ids.filter((id) => !ids.includes(id)) });
  }

  private async wroteAt(customer: string): Promise<Date | null> {
    const at = await this.state.get<string>(`wrote:${customer}`);
    return at === null ? null : new Date(at);
  }

  private async sentSince(customer: string, wroteAt: Date): Promise<SentSince> {
    const since = wroteAt.toISOString();
    const kept = await this.state.get<SentSince>(`sent:${customer}`);
    return kept !== null && kept.since >= since ? kept : { since, ids: [] };
  }
}
