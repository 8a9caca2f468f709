import { describe, it } from '@jest/globals';
import { type ConformanceHarness, createConformanceCases, type RemoteMessage } from '#connector-sdk/testing';
import { KfConnectorFactory } from '../../../apps/wechat-connector/src/kf.connector.js';
import { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';
import { callBack } from '../../simulators/wecom/callbacks.js';
import { createKfReply, OPEN_KF_ID, SECRET, toKfSettings } from './kf-bench.js';
import { addMediaOf, withPart } from './wecom-replies.js';

/** What a customer sends: `msgtype` and what stands under it. */
const NATIVE_KINDS: Readonly<Record<string, (text: string, wecom: WecomSimulator) => [string, Record<string, unknown>]>> = {
  image: (_text, wecom) => ['image', { media_id: addMediaOf('image', wecom) }],
  audio: (_text, wecom) => ['voice', { media_id: addMediaOf('audio', wecom) }],
  video: (_text, wecom) => ['video', { media_id: addMediaOf('video', wecom) }],
  file: (_text, wecom) => ['file', { media_id: addMediaOf('file', wecom), filename: 'a.pdf' }],
  location: (text) => ['location', { latitude: 31.23, longitude: 121.47, name: text, address: text }],
  link: (text) => ['link', { title: text, url: 'https://example.com/' }],
  card: () => ['business_card', { userid: 'lisi' }],
  choice: (text) => ['text', { content: text, menu_id: '101' }],
};

const harness: ConformanceHarness = {
  notApplicable: {
    'the connector itself puts the bytes together': ['receiving.raw'],
    'the platform holds no link': ['receiving.broken_link'],
    'the platform calls: in which order it tries again is its own affair': ['receiving.log_away_order'],
    'it takes messages at least once': ['receiving.at_most_once'],
    'the platform has no such kind': ['in.form', 'in.quote', 'in.sticker', 'in.call'],
    'an inbox of 微信客服 has no groups': ['receiving.groups'],
    'it may not write first': ['sending.proactive'],
  },
  factory: new KfConnectorFactory(SECRET) as unknown as ConformanceHarness['factory'],
  openRemote: async () => {
    const wecom = await WecomSimulator.start();
    const account = wecom.account(OPEN_KF_ID);
    // Whoever is answered has written before.
    account.customer('wmAda').wroteAt = Date.now() - 3_600_000;
    let address = '';
    const bring = () => Promise.resolve(void wecom.ring(address, account));
    const write = ({ id, from, text }: RemoteMessage, msgtype = 'text', content: object = { content: text }) => {
      account.write(from === 'ada' ? 'wmAda' : `wm${from}`, msgtype, content, { msgid: id });
      return bring();
    };
    const createReply = (text: string) =>
      createKfReply(text, { channelContext: { externalUserId: 'wmAda', openKfId: OPEN_KF_ID, writtenAt: new Date().toISOString() } });
    return {
      settings: toKfSettings(wecom),
      badSettings: toKfSettings(wecom, { secret: 'another' }),
      offer: (message) => write(message),
      offerAgain: bring,
      reach: (url) => void (address = url),
      answerWithinMs: 5_000,
      offerForged: () => callBack(address, { ...wecom.callback, token: 'another' }, '<xml/>', wecom.now()),
      offerKind: async (type, message) => {
        const native = NATIVE_KINDS[type]?.(message.text, wecom);
        if (native !== undefined) await write(message, ...native);
        return native !== undefined;
      },
      offerUnknownKind: (message) => write(message, 'hologram'),
      acknowledged: async (context) => account.idsUpTo(await context.state.get<string>('cursor')),
      outgoing: {
        createReply,
        createReplyOf: async (type, context) => {
          // Five answers are allowed after one message, and there are more kinds.
          account.write('wmAda', 'text', { content: `and ${type}?` });
          await wecom.ring(address, account);
          return withPart(createReply(''), type, context, wecom);
        },
        report: (receipt, remoteMessageId) => {
          if (receipt !== 'failed') return Promise.resolve(false);
          account.failLater(remoteMessageId!, 'wmAda', 10);
          return bring();
        },
        errors: { 95001: 'quota_exceeded', 95002: 'window_closed', 40096: 'recipient_invalid', 45009: 'retriable' },
        failNext: (code) => Promise.resolve(wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: Number(code) })),
        received: () => Promise.resolve(account.customer('wmAda').received.map(({ content }) => String(content['content']))),
        recalled: () => Promise.resolve(account.recalled.map(({ content }) => String(content['content']))),
        answerNext: (answer) => {
          if (answer === 'refuse') wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: 95002 });
          if (answer === 'later') wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: 45009 });
          // For as long as the reply is tried: its `msgid` makes each try harmless.
          if (answer === 'vanish') wecom.mishap('/cgi-bin/kf/send_msg', ...Array(3).fill({ kind: 'lost_answer' }));
          return Promise.resolve();
        },
      },
      close: () => wecom.close(),
    };
  },
  readTextOf: (data) => data.newText,
};

describe('a 微信客服 inbox', () => {
  for (const { name, run } of createConformanceCases(harness)) it(name, run);
});
