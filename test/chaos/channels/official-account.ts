import { OfficialPlatform } from '../../simulators/wechat/official-platform.js';
import { type Channel, textOf } from './channel.js';

/** Followers of a 公众号. The platform gives up after three tries; here it goes on, with the same message. */
export async function openOfficialAccount(): Promise<Channel> {
  const platform = await OfficialPlatform.open();
  const sent = new Map<string, { id: string; at: Date }>();
  return {
    inboxId: 'mp',
    inbox: { id: 'mp', channel: 'wechat', provider: 'official-account', ...platform.settings },
    app: 'wechat-connector',
    joins: true,
    offer: async (conversation, turn, product) => {
      platform.callbacks.url = product.addressOf('mp', 'wechat-connector');
      const name = conversation.messageIds[turn]!;
      const message = sent.get(name) ?? { id: platform.nextId(), at: new Date() };
      sent.set(name, message);
      const { taken } = await platform.text(`o-${conversation.customer}`, textOf(conversation, turn), message);
      return taken;
    },
    close: () => platform.close(),
  };
}
