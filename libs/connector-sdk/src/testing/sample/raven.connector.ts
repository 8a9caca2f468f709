import type { Capabilities, InboxRef } from '#contracts';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ConnectorFactory } from '../../connector.js';
import type { ConnectorContext } from '../../context.js';
import { RefusedRequest, type HttpConnector, type InboxAnswer, type InboxRequest } from '../../http.js';
import { toInboundMessage } from './pigeon.converting.js';
import { sign, type RavenScroll } from './raven-tower.js';

const RavenConfig = z.strictObject({ secret: z.string().min(1) });
type RavenConfig = z.infer<typeof RavenConfig>;

const MAX_BYTES = 65_536;

export const ravenCapabilities: Capabilities = {
  in: ['text'],
  out: [],
  text: { max: 0, unit: 'characters', formats: ['plain'] },
  media: {},
  maxPartsPerSend: 1,
  replyWindow: null,
  proactive: false,
  typing: false,
  receipts: [],
  edit: false,
  recall: false,
  threads: false,
  groups: false,
  cc: false,
  idempotentSend: false,
  returnsRemoteId: false,
  ordering: 'per_conversation',
  inboundGuarantee: 'at_least_once',
  ackDeadlineMs: 2_000,
  consumerModel: 'shared',
  identityAssurance: ['claimed'],
};

/** The smallest whole connector that answers HTTP. */
export class RavenConnector implements HttpConnector {
  private context: ConnectorContext | null = null;

  constructor(private readonly config: RavenConfig) {}

  start(context: ConnectorContext): Promise<void> {
    this.context = context;
    context.report({ state: 'connected' });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const context = this.context!;
    const raw = await request.read(MAX_BYTES);
    const [given, wanted] = [request.headers['raven-signature'] ?? '', sign(raw, this.config.secret)].map((text) => Buffer.from(text));
    if (given!.length !== wanted!.length || !timingSafeEqual(given!, wanted!))
      throw new RefusedRequest(401, 'wrong_signature', 'The signature is wrong');
    const scroll = JSON.parse(raw.toString('utf8')) as RavenScroll;
    const described = { ...context.blobs.describe(raw), contentType: 'application/json' };
    const note = { ...scroll, writtenAt: '2026-03-02T08:00:00.000Z' };
    await context.emit(
      'message.received.v1',
      toInboundMessage(note, { inbox: context.inbox, receivedAt: context.clock.now(), raw: described }),
      [raw],
    );
    return { status: 200, body: 'taken' };
  }
}

export const ravenFactory: ConnectorFactory<RavenConfig> = {
  descriptor: { channel: 'raven', provider: 'tower', configSchema: RavenConfig, capabilities: () => ravenCapabilities },
  create: (_inbox: InboxRef, config) => new RavenConnector(config),
};
