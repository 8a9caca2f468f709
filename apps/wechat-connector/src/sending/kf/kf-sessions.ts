import type { StateStore } from '#connector-sdk';
import { readNumber, readText, type KfItem } from '../../converting/kf/kf-item.js';
import { toSessionChange } from '../../converting/kf/to-kf-event.js';
import type { WecomApi } from '../../receiving/wecom-api.js';

/** `service_state`: 0 new, 1 answered by a bot, 2 in the pool, 3 with a person, 4 closed. The API may send in 0 and 1 only. */
export type ServiceState = 0 | 1 | 2 | 3 | 4;

export interface KfSession {
  readonly state: ServiceState;
  readonly servicerUserId: string | null;
}

interface KeptSession {
  readonly session: 'human' | 'closed';
  /** RFC 3339. */
  readonly at: string;
}

/** Whose turn it is in a customer's session, as far as events told, and as the platform says when asked. */
export class KfSessions {
  constructor(
    private readonly state: StateStore,
    private readonly api: Pick<WecomApi, 'post'>,
    private readonly openKfId: string,
  ) {}

  async noteAll(items: readonly KfItem[], now: Date): Promise<void> {
    const last = new Map<string, KeptSession>();
    for (const item of items) {
      const change = toSessionChange(item);
      if (change !== null) last.set(change.externalUserId, { session: change.session, at: (item.sentAt ?? now).toISOString() });
    }
    for (const [customer, kept] of last) await this.state.set(`session:${customer}`, kept);
  }

  /** May the API not be allowed to send? A customer who wrote after his session ended has a new one. */
  async isDoubtful(customer: string, wroteAt: Date | null): Promise<boolean> {
    const kept = await this.state.get<KeptSession>(`session:${customer}`);
    if (kept === null) return false;
    return kept.session === 'human' || wroteAt === null || wroteAt <= new Date(kept.at);
  }

  async ask(customer: string): Promise<KfSession> {
    const answer = await this.api.post('/cgi-bin/kf/service_state/get', { open_kfid: this.openKfId, external_userid: customer });
    const state = readNumber(answer['service_state']);
    return { state: isServiceState(state) ? state : 0, servicerUserId: readText(answer['servicer_userid']) };
  }

  /** Makes a new session one that the API answers. */
  async claim(customer: string): Promise<void> {
    await this.api.post('/cgi-bin/kf/service_state/trans', { open_kfid: this.openKfId, external_userid: customer, service_state: 1 });
  }
}

function isServiceState(state: number | null): state is ServiceState {
  return state !== null && [0, 1, 2, 3, 4].includes(state);
}
