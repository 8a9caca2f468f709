import { describe, it } from '@jest/globals';
import { type ConformanceHarness, createConformanceCases, type RemoteMessage } from '#connector-sdk/testing';
import { WecomAppConnectorFactory } from '../../../apps/wechat-connector/src/wecom-app.connector.js';
import { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';
import { callBack } from '../../simulators/wecom/callbacks.js';
import { createAppReply, toAppSettings, toMessageXml } from './app-bench.js';
import { SECRET } from './kf-bench.js';
import { addMediaOf, withPart } from './wecom-replies.js';

/** What a member sends: `MsgType` and its fields. */
const NATIVE_KINDS: Readonly<Record<string, (wecom: WecomSimulator) => [string, string]>> = {
  image: (wecom) => ['image', `<MediaId>${addMediaOf('image', wecom)}</MediaId>`],
  audio: (wecom) => ['voice', `<MediaId>${addMediaOf('audio', wecom)}</MediaId><Format>amr</Format>`],
  video: (wecom) => ['video', `<MediaId>${addMediaOf('video', wecom)}</MediaId>`],
  location: () => ['location', '<Location_X>31.23</Location_X><Location_Y>121.47</Location_Y><Label>here</Label>'],
  link: () => ['link', '<Title>An example</Title><Url>https://example.com/</Url>'],
};

/** The platform calls one after the other, and again where it was not answered 200. */
function createPlatform(wecom: WecomSimulator) {
  const answered: string[] = [];
  let [address, calls] = ['', Promise.resolve() as Promise<unknown>];
  const textOf = ({ text }: RemoteMessage) => `<Content><![CDATA[${text}]]></Content>`;
  return {
    answered,
    reach: (url: string) => void (address = url),
    forge: () => callBack(address, { ...wecom.callback, token: 'another' }, '<xml/>', wecom.now()),
    bring: (message: RemoteMessage, msgType = 'text', fields = textOf(message)) => {
      const xml = toMessageXml(wecom, message.from, msgType, fields, message.id);
      calls = calls.then(async () => (await wecom.call(address, xml)) === 200 && answered.push(message.id));
      return Promise.resolve();
    },
    bringInGroup(message: RemoteMessage) {
      return this.bring(message, 'text', `<ChatId>wrGroup</ChatId>${textOf(message)}`);
    },
  };
}

const harness: ConformanceHarness = {
  notApplicable: {
    'the connector itself puts the bytes together': ['receiving.raw'],
    'the platform holds no link': ['receiving.broken_link'],
    'the platform calls: in which order it tries again is its own affair': ['receiving.log_away_order'],
    'it takes messages at least once': ['receiving.at_most_once'],
    'the platform has no such kind': ['in.file', 'in.card', 'in.choice', 'in.form', 'in.quote', 'in.sticker', 'in.call'],
    'the platform knows texts again, not commands': ['sending.twice'],
    'a reply has at most as many parts': ['sending.parts_limit'],
    'a send tells all that there is to know': ['sending.receipts'],
  },
  factory: new WecomAppConnectorFactory(SECRET) as unknown as ConformanceHarness['factory'],
  openRemote: async () => {
    const wecom = await WecomSimulator.start();
    wecom.app.members.add('ada');
    const platform = createPlatform(wecom);
    return {
      settings: toAppSettings(wecom),
      badSettings: toAppSettings(wecom, { secret: 'another' }),
      reach: platform.reach,
      answerWithinMs: 5_000,
      offer: (message) => platform.bring(message),
      offerAgain: (message) => platform.bring(message),
      offerUnknownKind: (message) => platform.bring(message, 'hologram'),
      offerKind: async (type, message) => {
        const native = NATIVE_KINDS[type]?.(wecom);
        if (native !== undefined) await platform.bring(message, ...native);
        return native !== undefined;
      },
      offerInGroup: (message) => platform.bringInGroup(message),
      offerForged: platform.forge,
      acknowledged: () => Promise.resolve(platform.answered),
      outgoing: {
        createReply: (text) => createAppReply(text),
        createReplyOf: (type, context) => withPart(createAppReply(''), type, context, wecom),
        errors: { 60111: 'recipient_invalid', 45009: 'retriable' },
        failNext: (code) => Promise.resolve(wecom.mishap('/cgi-bin/message/send', { kind: 'refuse', errcode: Number(code) })),
        received: () => Promise.resolve(wecom.app.delivered.map(({ content }) => String(content['content']))),
        recalled: () =>
          Promise.resolve(wecom.app.delivered.filter(({ recalled }) => recalled).map(({ content }) => String(content['content']))),
        answerNext: (answer) => {
          if (answer === 'refuse') wecom.mishap('/cgi-bin/message/send', { kind: 'refuse', errcode: 60111 });
          if (answer === 'later') wecom.mishap('/cgi-bin/message/send', { kind: 'refuse', errcode: 45009 });
          if (answer === 'vanish') wecom.mishap('/cgi-bin/message/send', { kind: 'lost_answer' });
          return Promise.resolve();
        },
      },
      close: () => wecom.close(),
    };
  },
};

describe('an inbox of a WeCom app', () => {
  for (const { name, run } of createConformanceCases(harness)) it(name, run);
});
