import type { ConnectorFactory, InboxAnswer, InboxRequest } from '#connector-sdk';
import { createInboxRequest, type ConformanceHarness, type RemoteMessage, type RequestUnderTest } from '#connector-sdk/testing';
import { SecretKey } from '#runtime';
import type { FormConnector } from '../form.connector.js';

type Factory = new (secret: SecretKey) => ConnectorFactory<never>;

/** How a remote of one provider talks: what it posts for a message, and what of the same connector it asks before. */
export interface Speaker {
  readonly settings: Readonly<Record<string, unknown>>;
  speak(message: RemoteMessage, ask: (request: RequestUnderTest) => Promise<InboxAnswer>): Promise<RequestUnderTest>;
  speakUnknown?(message: RemoteMessage): RequestUnderTest;
}

export const TEST_SECRET = new SecretKey('0123456789abcdef0123456789abcdef');

/** The conformance harness of a door: a remote that posts, and counts as told what was answered 2xx. */
export function openHarness(
  factoryClass: Factory,
  makeSpeaker: () => Speaker,
  readTextOf?: ConformanceHarness['readTextOf'],
): ConformanceHarness {
  const factory = new factoryClass(TEST_SECRET);
  let connector: FormConnector | null = null;
  return {
    factory: {
      descriptor: factory.descriptor,
      create: (inbox, config) => (connector = factory.create(inbox, config) as unknown as FormConnector),
    } as ConnectorFactory<never>,
    patienceMs: 4_000,
    // Shown by the specs of each door.
    unshown: ['in.form', 'in.image', 'in.file', 'in.audio', 'in.video', 'in.link', 'deadline'],
    ...(readTextOf === undefined ? {} : { readTextOf }),
    openRemote: () => {
      const speaker = makeSpeaker();
      const told: string[] = [];
      const spoken = new Map<string, RequestUnderTest>();
      let line: Promise<unknown> = Promise.resolve();
      const ask = (request: RequestUnderTest) => connector!.answer(createInboxRequest(request) as InboxRequest);
      const post = (id: string, request: RequestUnderTest) =>
        void ask(request).then(
          ({ status }) => (status < 300 ? told.push(id) : undefined),
          () => undefined,
        );
      const offer = (message: RemoteMessage) => {
        line = line.then(async () => {
          const request = spoken.get(message.id) ?? (await speaker.speak(message, ask));
          spoken.set(message.id, request);
          post(message.id, request);
        });
        return line as Promise<void>;
      };
      return Promise.resolve({
        settings: speaker.settings,
        offer,
        offerAgain: offer,
        ...(speaker.speakUnknown === undefined
          ? {}
          : {
              offerUnknownKind: (message: RemoteMessage) => {
                post(message.id, speaker.speakUnknown!(message));
                return Promise.resolve();
              },
            }),
        acknowledged: () => Promise.resolve(told),
        close: () => Promise.resolve(),
      });
    },
  };
}
