import type { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import type { WecomSimulator } from '../simulators/wecom/wecom-simulator.js';
import { makePng } from '../support/image-server.js';

/** A second as a phone records it: AMR, frames of 20 ms. */
export const VOICE = Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: 50 }, () => Buffer.alloc(32, 0x3c))]);
export const PARCEL = { name: 'torn-parcel.png', mimeType: 'image/png', buffer: makePng(320, 200, [180, 60, 40]) };
/** What may answer him; its English is what an agent finds who reads English. */
const ARTICLES = {
  'torn-parcel': {
    texts: {
      zh: { title: '快递破损怎么办', body: '请拍照并保留包装。' },
      en: { title: 'A torn parcel', body: 'Take pictures, keep the box.' },
    },
  },
};
export const LABEL = { name: 'new-label.txt', mimeType: 'text/plain', buffer: Buffer.from('label') };

interface Platforms {
  readonly siteUrl: string;
  readonly official: OfficialPlatform;
  readonly wecom: WecomSimulator;
}

/** A shop whose customers come by its site's chat, its 公众号 and its 微信客服. */
export function describeShop({ siteUrl, official, wecom }: Platforms): object {
  const { token, encodingAesKey } = wecom.callback;
  const { openKfId } = wecom.account('wkShop');
  const company = { corpId: wecom.corpId, secret: wecom.secret, baseUrl: wecom.url, token, encodingAesKey };
  const inboxes = [
    { id: 'shop', channel: 'webchat', title: 'Shop help', displayName: 'Shop chat', origins: [siteUrl] },
    { id: 'gzh', channel: 'wechat', provider: 'official-account', displayName: '小店服务号', replyCount: 5, ...official.settings },
    { id: 'kf', channel: 'wechat', provider: 'wecom-kf', displayName: '微信客服', openKfId, ...company },
  ];
  return { inboxes, profile: { languages: ['zh', 'en'], knowledge: { articles: ARTICLES } } };
}
