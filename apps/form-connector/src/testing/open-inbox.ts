import type { ConnectorFactory, InboxAnswer } from '#connector-sdk';
import {
  createInboxRequest,
  createTestContext,
  type RequestUnderTest,
  type TestContext,
  type TestContextOptions,
} from '#connector-sdk/testing';
import type { SecretKey } from '#runtime';
import type { FormConnector } from '../form.connector.js';
import { TEST_SECRET } from './open-harness.js';

export interface InboxUnderTest {
  readonly context: TestContext;
  readonly connector: FormConnector;
  ask(request: RequestUnderTest): Promise<InboxAnswer>;
  /** `403 form_expired`, or `taken`. */
  refusalOf(request: RequestUnderTest): Promise<string>;
  close(): Promise<void>;
}

/** One started inbox of a provider, on the house in memory. */
export async function openInbox(
  factoryClass: new (secret: SecretKey) => unknown,
  settings: unknown,
  options: TestContextOptions = {},
): Promise<InboxUnderTest> {
  const factory = new factoryClass(TEST_SECRET) as ConnectorFactory;
  const { channel, provider, configSchema } = factory.descriptor;
  const context = createTestContext({ inbox: { id: 'desk', channel, provider }, ...options });
  const connector = factory.create(context.inbox, configSchema.parse(settings)) as FormConnector;
  await connector.start(context);
  const ask = (request: RequestUnderTest) => connector.answer(createInboxRequest(request));
  return {
    context,
    connector,
    ask,
    refusalOf: (request) =>
      ask(request).then(
        ({ status }) => (status < 300 ? 'taken' : String(status)),
        (error: { status?: number; code?: string }) => `${error.status ?? 503} ${error.code}`,
      ),
    close: async () => {
      context.abort();
      await connector.stop();
    },
  };
}
