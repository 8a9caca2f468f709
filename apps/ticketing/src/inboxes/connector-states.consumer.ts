import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ConnectorStateChanged, Topics } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';
import type { ConsumedBatch } from '#event-bus';
import { Consumes } from '#event-bus/nest';
import { PermanentError } from '#runtime';
import { INBOXES_GROUP } from '../intake/groups.js';
import { toStorable } from '../tickets/storable.js';
import { InboxDirectory } from './inbox-directory.js';
import { InboxRepository } from './inbox.repository.js';

@Controller()
export class ConnectorStatesConsumer {
  constructor(
    private readonly repository: InboxRepository,
    private readonly directory: InboxDirectory,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Consumes(Topics.connectorStates, { group: INBOXES_GROUP, maxBatch: 100, concurrency: 1 })
  async take(@Payload() batch: ConsumedBatch): Promise<void> {
    const reports = batch.records.map(({ envelope }) => {
      const result = ConnectorStateChanged.safeParse(envelope.data);
      if (result.success) return toStorable(result.data);
      throw new PermanentError(`a connector's report breaks its contract: ${result.error.issues[0]?.message ?? ''}`, {
        code: 'event_invalid',
      });
    });
    await this.repository.keep(this.database.sql, reports);
    await this.directory.refresh();
  }
}
