import { hash } from 'node:crypto';
import { act, type ConnectorContext } from '#connector-sdk';
import type { KfItem } from '../../converting/kf/kf-item.js';
import { type KfAbout, toCustomer, toKfRemoteId } from '../../converting/kf/to-inbound-message.js';
import { toKfConversationKey, toKfEventIds } from '../../kf.ids.js';
import type { WecomApi } from '../wecom-api.js';

/** The platform's own limit; an older code is not even tried. */
const CODE_GOOD_MS = 20_000;

/** Answers the `welcome_code` of who enters the session. The code works once, so a second try (the same page again) greets nobody twice. */
export class Greeter {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly context: Pick<ConnectorContext, 'clock' | 'log' | 'emit' | 'inbox'>,
    private readonly api: Pick<WecomApi, 'post'>,
    private readonly text: string | undefined,
  ) {}

  /** Begins to; nobody waits for it. */
  greet(code: string, item: KfItem, about: KfAbout): void {
    if (this.text === undefined || item.externalUserId === null) return;
    const ageMs = this.context.clock.now().getTime() - (item.sentAt ?? about.receivedAt).getTime();
    if (ageMs > CODE_GOOD_MS) {
      this.context.log.info('a customer was not greeted: we heard of him too late', { inboxId: this.context.inbox.id, ageMs });
      return;
    }
    const greeting = this.send(code, this.text, item, about).catch((error: unknown) =>
      this.context.log.warn('a customer could not be greeted', { inboxId: this.context.inbox.id, error }),
    );
    this.underWay.add(greeting);
    void greeting.finally(() => this.underWay.delete(greeting));
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async send(code: string, text: string, item: KfItem, about: KfAbout): Promise<void> {
    const remoteId = toKfRemoteId(item);
    const msgid = `tw-${hash('sha256', remoteId, 'hex').slice(0, 28)}`;
    await this.api.post('/cgi-bin/kf/send_msg_on_event', { code, msgid, msgtype: 'text', text: { content: text } });
    const externalUserId = item.externalUserId!;
    await this.context.emit('contact.event.v1', {
      ...toKfEventIds(about.inbox, remoteId, ':welcomed'),
      inbox: about.inbox,
      conversationKey: toKfConversationKey(about.inbox.id, item.openKfId ?? about.openKfId, externalUserId),
      receivedAt: this.context.clock.now().toISOString(),
      sender: toCustomer(externalUserId, about),
      ...act('welcomed', 'was sent the welcome text'),
      data: { text, remoteMessageId: msgid },
      occurredAt: this.context.clock.now().toISOString(),
    });
  }
}
