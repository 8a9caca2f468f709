import { Inject, Injectable } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
} from '#connector-sdk';
import type { InboxRef } from '#contracts';
import { RetriableError, SETTINGS, type Settings } from '#runtime';
import type { CallFacts } from './converting/call-facts.js';
import type { Language } from './converting/desk-rules.js';
import { describeCapabilities } from './phone.capabilities.js';
import { claimsOf, PhoneInboxConfig } from './phone.config.js';
import { toTranscriptKey } from './phone.ids.js';
import { AmiFollower } from './receiving/ami/ami-follower.js';
import { CallLedger } from './receiving/call-ledger.js';
import { CsvFollower } from './receiving/csv/csv-follower.js';
import { answerAtDoor, type DoorParts } from './receiving/door/phone-door.js';
import { LONG_CALLS, LongCalls, toWatchedId } from './receiving/long-calls.js';
import { listTries, Recordings, toWantedId } from './receiving/recordings/recordings.js';
import { SideTells } from './receiving/side-tells.js';
import { StateBoard } from './receiving/state-board.js';

export const phoneDescriptor: ConnectorDescriptor<PhoneInboxConfig> = {
  channel: 'phone',
  provider: 'pbx',
  numberCode: 'TEL',
  configSchema: PhoneInboxConfig,
  claims: claimsOf,
  capabilities: describeCapabilities,
  alsoKept: ({ remoteMessageIds }) => ({
    transcripts: remoteMessageIds.map(toTranscriptKey),
    lines: remoteMessageIds.flatMap(listChores),
  }),
};

/** What is owed to a call. */
function listChores(callId: string): { transcript: string; idPrefix: string }[] {
  const recordings = listTries().map((transcript) => ({ transcript, idPrefix: toWantedId(callId, '') }));
  return [...recordings, { transcript: LONG_CALLS, idPrefix: toWatchedId(callId) }];
}

/** Makes one connector per hotline. */
@Injectable()
export class PhoneConnectorFactory implements ConnectorFactory<PhoneInboxConfig> {
  readonly descriptor = phoneDescriptor;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'deskSettings'>) {}

  create(_inbox: InboxRef, config: PhoneInboxConfig): PhoneConnector {
    return new PhoneConnector(config, this.settings.deskSettings.language);
  }
}

/** One hotline: its calls as they are told of, by file, by manager interface, by HTTP. It sends nothing. */
export class PhoneConnector implements HttpConnector {
  private door: DoorParts | null = null;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: PhoneInboxConfig,
    private readonly language: Language,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    const { config } = this;
    const extensions = config.extensions === undefined ? undefined : new RegExp(`^(?:${config.extensions})$`);
    const { inboundContexts, menuApps } = config.csv ?? {};
    const aggregate = { extensions, inboundContexts, menuApps };
    const { country, longCallMs, ivr, recordings, internalCalls } = config;
    const desk = { country, extensions, language: this.language, ...ivr, longCallMs, retentionDays: recordings.retentionDays };
    const ledger = new CallLedger(context, { desk, aggregate, keepInternal: internalCalls === 'keep' });
    const tells = new SideTells(context, recordings.retentionDays);
    const fetching = new Recordings(context, ledger, recordings);
    const longCalls = new LongCalls(context, ledger, longCallMs);
    ledger.onTold = async (call: CallFacts) => {
      await fetching.want(call);
      await longCalls.watch(call);
    };
    this.door = { config, context, ledger, tells, extensions };
    this.working = this.work(context, { ledger, tells, aggregate, fetching, longCalls });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.door = null;
    await this.working;
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.door === null) throw new RetriableError('This inbox is not started', { code: 'inbox_stopped' });
    return answerAtDoor(request, this.door);
  }

  private async work(context: ConnectorContext, parts: WorkParts): Promise<void> {
    const { csv, ami } = this.config;
    const { ledger, tells, aggregate, fetching, longCalls } = parts;
    const board = new StateBoard(context, [...(csv === undefined ? [] : ['csv']), ...(ami === undefined ? [] : ['ami'])]);
    const run = (name: string, work: (signal: AbortSignal) => Promise<void>) =>
      context.withLease(name, work).catch((error: unknown) => {
        if (!context.signal.aborted) context.fail(error);
      });
    await Promise.all([
      ...(csv === undefined ? [] : [run('csv', (signal) => new CsvFollower(csv, board.of('csv'), ledger, tells).follow(signal))]),
      ...(ami === undefined
        ? []
        : [
            run('ami', (signal) =>
              new AmiFollower(ami, board.of('ami'), { ledger, tells, rules: aggregate, hasFile: csv !== undefined }).follow(signal),
            ),
          ]),
      run('recordings', (signal) => fetching.run(signal)),
      run('long-calls', (signal) => longCalls.run(signal)),
    ]);
    await ledger.idle();
  }
}

interface WorkParts {
  readonly ledger: CallLedger;
  readonly tells: SideTells;
  readonly aggregate: ConstructorParameters<typeof CallLedger>[1]['aggregate'];
  readonly fetching: Recordings;
  readonly longCalls: LongCalls;
}
