import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ConnectorStateChanged, type Envelope, InboxFetched, InboxListed, Topics } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';
import type { ConsumedBatch } from '#event-bus';
import { Consumes } from '#event-bus/nest';
import { PermanentError } from '#runtime';
import type { z } from 'zod';
import { HoldingsIntake } from '../reconciling/holdings-intake.js';
import { INBOXES_GROUP } from '../intake/groups.js';
import { toStorable } from '../tickets/storable.js';
import { InboxDirectory } from './inbox-directory.js';
import { InboxRepository } from './inbox.repository.js';

@Controller()
export class ConnectorStatesConsumer {
  constructor(
    private readonly repository: InboxRepository,
    private readonly directory: InboxDirectory,
    private readonly holdings: HoldingsIntake,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Consumes(Topics.connectorStates, { group: INBOXES_GROUP, maxBatch: 100, concurrency: 1 })
  async take(@Payload() batch: ConsumedBatch): Promise<void> {
    const envelopes = batch.records.map(({ envelope }) => envelope);
    const reports = envelopes
      .filter(({ type }) => type === 'connector.state_changed.v1')
      .map((envelope) => toStorable(read(ConnectorStateChanged, envelope)));
    if (reports.length > 0) {
      await this.repository.keep(this.database.sql, reports);
      await this.directory.refresh();
    }
    for (const envelope of envelopes) {
      if (envelope.type === 'inbox.listed.v1') await this.holdings.takeListed(toStorable(read(InboxListed, envelope)));
      if (envelope.type === 'inbox.fetched.v1') await this.holdings.takeFetched(toStorable(read(InboxFetched, envelope)));
    }
  }
}

function read<T>(schema: { safeParse(data: unknown): z.ZodSafeParseResult<T> }, { type, data }: Envelope): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new PermanentError(`${type} of a connector breaks its contract: ${result.error.issues[0]?.message ?? ''}`, {
    code: 'event_invalid',
  });
}
