import type { Capabilities, HeldMessage, InboxRef, ReplyRequested } from '#contracts';
import { errorClassOf, RetriableError } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ConnectorDescriptor, ConnectorFactory, SendAttempt, SendingConnector, SendResult } from '../../connector.js';
import type { ConnectorContext } from '../../context.js';
import type { HeldPortion, ListingConnector } from '../../listing.js';
import type { RecallingConnector, RecallResult, SentReply } from '../../recalling.js';
import { toHeld, toInboundMessage, toLetter, toRaw } from './pigeon.converting.js';
import type { PigeonLoft, PigeonNote } from './pigeon-loft.js';

const PigeonConfig = z.strictObject({ address: z.string().optional(), password: z.string().min(1), retryMs: z.int().min(1).default(20) });
type PigeonConfig = z.infer<typeof PigeonConfig>;

const capabilities: Capabilities = {
  in: ['text'],
  out: ['text'],
  text: { max: 200, unit: 'characters', formats: ['plain'] },
  media: {},
  maxPartsPerSend: 32,
  replyWindow: null,
  proactive: true,
  typing: false,
  receipts: ['sent'],
  edit: false,
  recall: true,
  threads: false,
  groups: false,
  cc: false,
  idempotentSend: false,
  returnsRemoteId: true,
  ordering: 'per_conversation',
  inboundGuarantee: 'at_least_once',
  holdings: 'listed',
  consumerModel: 'exclusive',
  identityAssurance: ['claimed'],
};

/** The smallest whole connector: reads notes from a position it remembers, and sends. */
export class PigeonConnector implements SendingConnector, RecallingConnector, ListingConnector {
  private following: Promise<void> = Promise.resolve();
  private context: ConnectorContext | null = null;

  constructor(
    private readonly loft: PigeonLoft,
    private readonly config: PigeonConfig,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    this.context = context;
    context.report({ state: 'connecting' });
    this.following = context.withLease('loft', (signal) => this.follow(context, signal)).catch((error: unknown) => context.fail(error));
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.following;
  }

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const text = toLetter(reply, capabilities.text.max);
    await attempt.markSending();
    const flight = this.loft.send(text);
    if (flight === 'tired') throw new RetriableError('All pigeons are tired', { code: 'remote_busy', retryAfterMs: 100 });
    if (flight === 'lost') throw new Error('the pigeon left and was never seen again');
    if (typeof flight === 'number') return { status: 'sent', remoteMessageId: `flight-${flight}` };
    const error = {
      code: 'refused',
      category: 'recipient_blocked',
      permanent: true,
      message: 'The loft refused',
      hint: 'Write a letter.',
    } as const;
    return { status: 'failed', error };
  }

  recall({ remoteMessageId }: SentReply): Promise<RecallResult> {
    const found = this.loft.callBack(Number(remoteMessageId.replace('flight-', '')));
    const error = {
      code: 'no_such_flight',
      category: 'unknown',
      permanent: true,
      message: 'The loft knows no such flight',
      hint: 'Write another letter.',
    } as const;
    return Promise.resolve(found ? { status: 'recalled' } : { status: 'refused', error });
  }

  async *listHeld(): AsyncGenerator<HeldPortion> {
    const position = (await this.context!.state.get<number>('position')) ?? 0;
    const messages = this.loft.notes.map((note, at) => ({ ...toHeld(note), ...(at < position ? {} : { because: 'not_yet' }) }));
    yield { messages };
  }

  describeHeld(refs: readonly string[]): Promise<readonly HeldMessage[]> {
    return Promise.resolve(this.findHeld(refs).map((note) => ({ ...toHeld(note), sender: note.from, subject: note.text })));
  }

  async fetchHeld(refs: readonly string[]): Promise<{ taken: string[] }> {
    const found = this.findHeld(refs);
    for (const note of found) await this.accept(note, this.context!);
    return { taken: found.map((note) => toHeld(note).ref) };
  }

  private findHeld(refs: readonly string[]): PigeonNote[] {
    return this.loft.notes.filter((note) => refs.includes(toHeld(note).ref));
  }

  private async follow(context: ConnectorContext, signal: AbortSignal): Promise<void> {
    let position = (await context.state.get<number>('position')) ?? 0;
    while (!signal.aborted) {
      try {
        const notes = await this.loft.read(position, this.config.password, signal);
        context.report({ state: 'connected' });
        for (const note of notes) {
          await this.accept(note, context);
          await context.state.set('position', (position += 1));
        }
      } catch (error) {
        if (signal.aborted) return;
        report(error, context);
        await sleep(this.config.retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async accept(note: Parameters<typeof toRaw>[0], context: ConnectorContext): Promise<void> {
    const raw = toRaw(note);
    const described = { ...context.blobs.describe(raw), contentType: 'application/json' };
    const message = toInboundMessage(note, { inbox: context.inbox, receivedAt: context.clock.now(), raw: described });
    await context.emit('message.received.v1', message, [raw]);
  }
}

function report(error: unknown, context: ConnectorContext): void {
  if (error instanceof Error && error.message.includes('does not know you'))
    context.report({ state: 'bad_credentials', detail: error.message, hint: 'Set `password` of this inbox to the loft’s.' });
  else context.report({ state: 'degraded', detail: error instanceof Error ? error.message : String(error), hint: errorClassOf(error) });
}

export class PigeonFactory implements ConnectorFactory<PigeonConfig> {
  readonly descriptor: ConnectorDescriptor<PigeonConfig> = {
    channel: 'pigeon',
    provider: 'loft',
    configSchema: PigeonConfig,
    capabilities: () => capabilities,
  };

  constructor(private readonly loft: PigeonLoft) {}

  create(_inbox: InboxRef, config: PigeonConfig): PigeonConnector {
    return new PigeonConnector(this.loft, config);
  }
}
