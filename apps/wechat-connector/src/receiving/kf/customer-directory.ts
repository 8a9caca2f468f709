import type { Clock, Logger } from '#runtime';
import { isObject, readText } from '../../converting/kf/kf-item.js';
import type { KfCustomer } from '../../converting/kf/to-inbound-message.js';
import type { WecomApi } from '../wecom-api.js';

const KNOWN_FOR_MS = 3_600_000;
const MAX_KNOWN = 5_000;
/** Of one call. */
const MAX_ASKED = 100;
/** A name is worth no waiting: after trouble nobody is asked for a while. */
const REST_MS = 300_000;

/** Names of customers, as far as the platform tells them in time; a message never waits for more than one call. */
export class CustomerDirectory {
  private readonly known = new Map<string, { customer: KfCustomer; until: number }>();
  private restUntil = 0;

  constructor(
    private readonly api: Pick<WecomApi, 'post'>,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  async learn(externalUserIds: Iterable<string>): Promise<void> {
    const now = this.clock.now().getTime();
    const strangers = [...new Set(externalUserIds)].filter((id) => (this.known.get(id)?.until ?? 0) <= now);
    for (let at = 0; at < strangers.length && now >= this.restUntil; at += MAX_ASKED) {
      const asked = strangers.slice(at, at + MAX_ASKED);
      try {
        const answer = await this.api.post('/cgi-bin/kf/customer/batchget', { external_userid_list: asked });
        const list = Array.isArray(answer['customer_list']) ? answer['customer_list'].filter(isObject) : [];
        for (const each of list) this.keep(readText(each['external_userid']), toCustomer(each), now);
        for (const id of asked) if (!this.known.has(id)) this.keep(id, {}, now);
      } catch (error) {
        this.restUntil = now + REST_MS;
        this.log.info('names of customers are not to be had now', { error });
      }
    }
  }

  get(externalUserId: string | null): KfCustomer | undefined {
    return externalUserId === null ? undefined : this.known.get(externalUserId)?.customer;
  }

  private keep(id: string | null, customer: KfCustomer, now: number): void {
    if (id === null) return;
    this.known.delete(id);
    this.known.set(id, { customer, until: now + KNOWN_FOR_MS });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MAX_KNOWN) break;
      this.known.delete(oldest);
    }
  }
}

function toCustomer(fields: Readonly<Record<string, unknown>>): KfCustomer {
  const [nickname, avatar, unionId] = ['nickname', 'avatar', 'unionid'].map((name) => readText(fields[name]));
  return {
    ...(nickname == null ? {} : { nickname }),
    ...(avatar == null ? {} : { avatar }),
    ...(unionId == null ? {} : { unionId }),
  };
}
