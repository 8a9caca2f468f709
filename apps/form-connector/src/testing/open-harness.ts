import type { ConnectorFactory } from '#connector-sdk';
import type { ConformanceHarness, RemoteMessage, RemoteUnderTest, RequestUnderTest } from '#connector-sdk/testing';
import type { MessagePart } from '#contracts';
import { SecretKey } from '#runtime';

type Factory = new (secret: SecretKey) => ConnectorFactory<never>;

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** How a remote of one provider talks: what it posts for a message, and what of the same connector it asks before. */
export interface Speaker {
  readonly settings: Readonly<Record<string, unknown>>;
  speak(message: RemoteMessage, ask: (request: RequestUnderTest) => Promise<Answered>): Promise<RequestUnderTest>;
  speakUnknown?(message: RemoteMessage): RequestUnderTest;
  /** A message with a part of this type; null where the provider has no such kind. */
  speakKind(
    type: MessagePart['type'],
    message: RemoteMessage,
    ask: (request: RequestUnderTest) => Promise<Answered>,
  ): Promise<RequestUnderTest | null>;
  /** The same as somebody else would sign it. */
  forge?(message: RemoteMessage): RequestUnderTest;
}

export const TEST_SECRET = new SecretKey('0123456789abcdef0123456789abcdef');

/** What no door of this package has to try. */
const NOWHERE: ConformanceHarness['notApplicable'] = {
  'who posts is known when he posts': ['running.bad_credentials'],
  'it is called: it holds no link, and the remote tries again in its own order': ['receiving.broken_link', 'receiving.log_away_order'],
  'it takes messages at least once': ['receiving.at_most_once'],
  'there is no such kind': ['in.location', 'in.card', 'in.choice', 'in.quote', 'in.sticker', 'in.call', 'receiving.groups'],
  'it only receives': ['sending.*'],
};

/** The conformance harness of a door: a remote that posts, and counts as told what was answered 2xx. */
export function openHarness(
  factoryClass: Factory,
  makeSpeaker: () => Speaker,
  more: Pick<ConformanceHarness, 'notApplicable' | 'unshown' | 'readTextOf'> = {},
): ConformanceHarness {
  return {
    factory: new factoryClass(TEST_SECRET),
    patienceMs: 4_000,
    ...more,
    notApplicable: { ...NOWHERE, ...more.notApplicable },
    openRemote: () => Promise.resolve(createRemote(makeSpeaker())),
  };
}

function createRemote(speaker: Speaker): RemoteUnderTest {
  const told: string[] = [];
  const spoken = new Map<string, RequestUnderTest>();
  let address = '';
  let line: Promise<unknown> = Promise.resolve();
  const ask = async ({ method = 'POST', path = '', headers = {}, body }: RequestUnderTest): Promise<Answered> => {
    const answer = await fetch(`${address}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, body: await answer.text() };
  };
  const post = (id: string, request: RequestUnderTest) =>
    void ask(request).then(
      ({ status }) => (status < 300 ? told.push(id) : undefined),
      () => undefined,
    );
  const offer = async (message: RemoteMessage, speak: () => Promise<RequestUnderTest | null>) => {
    const before = line;
    const offering = (async () => {
      await before;
      const request = spoken.get(message.id) ?? (await speak());
      if (request === null) return false;
      spoken.set(message.id, request);
      post(message.id, request);
      return true;
    })();
    line = offering.catch(() => undefined);
    return offering;
  };
  const offerText = async (message: RemoteMessage) => void (await offer(message, () => speaker.speak(message, ask)));
  const { speakUnknown, forge } = speaker;
  return {
    settings: speaker.settings,
    reach: (url) => void (address = url),
    offer: offerText,
    offerAgain: offerText,
    offerKind: (type, message) => offer(message, () => speaker.speakKind(type, message, ask)),
    ...(speakUnknown === undefined
      ? {}
      : { offerUnknownKind: async (message: RemoteMessage) => void (await offer(message, () => Promise.resolve(speakUnknown(message)))) }),
    ...(forge === undefined ? {} : { offerForged: async (message: RemoteMessage) => (await ask(forge(message))).status }),
    acknowledged: () => Promise.resolve(told),
    sentBytes: (id) => Buffer.from(spoken.get(id)!.body!),
    close: () => Promise.resolve(),
  };
}
