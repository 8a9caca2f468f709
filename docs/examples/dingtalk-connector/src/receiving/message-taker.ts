import { RefusedRequest, toUnread, type ConnectorContext, type MediaFetcher } from '@tributary/connector-sdk';
import { readRobotMessage, type RobotMessage } from '../converting/robot-message.js';
import { toInboundMessage, type Circumstances } from '../converting/to-inbound-message.js';
import type { DingtalkConfig } from '../dingtalk.config.js';

/** A message on its way to the log, whichever way it came. */
export class MessageTaker {
  constructor(
    private readonly context: ConnectorContext,
    private readonly media: Pick<MediaFetcher, 'note'>,
    private readonly config: Pick<DingtalkConfig, 'robotCode' | 'webhookHosts' | 'mode'>,
  ) {}

  now(): Date {
    return this.context.clock.now();
  }

  /**
   * Resolves when it is durable, with what is to be fetched for it. `raw` is what came, `text` the message in it. Throws `RefusedRequest` for what is
   * no message of this robot, `RetriableError` while the log is away.
   */
  async take(raw: Buffer, text: string, deliveryId: string): Promise<void> {
    const { context, config } = this;
    const described = { ...context.blobs.describe(raw), contentType: 'application/json' };
    const message = read(text);
    if (typeof message === 'string') return context.emit('message.parked.v1', toUnread(this.about(described, deliveryId), message), [raw]);
    if (message.robotCode !== undefined && message.robotCode !== config.robotCode)
      throw new RefusedRequest(403, 'other_robot', 'The message is of another robot');
    const event = toInboundMessage(message, this.about(described, `${message.msgId}@${deliveryId}`));
    await context.emit('message.received.v1', event, [raw]);
    await this.media.note(event);
    context.succeeded();
  }

  private about(raw: Circumstances['raw'], deliveryId: string): Circumstances {
    const { context, config } = this;
    const { webhookHosts, mode } = config;
    return { inbox: context.inbox, receivedAt: context.clock.now(), raw, deliveryId, webhookHosts, vouched: mode === 'stream' };
  }
}

/** The message, or why it is none: a shape that DingTalk never sent so far is kept for a person to look at. */
function read(text: string): RobotMessage | string {
  try {
    return readRobotMessage(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
