import { Module } from '@nestjs/common';
import { TicketingServicesModule } from '../ticketing-services.module.js';
import { HoldingsIntake } from './holdings-intake.js';
import { KnownDeliveries } from './known-deliveries.js';
import { Reconciler } from './reconciler.js';
import { ReconciliationRepository } from './reconciliation.repository.js';

/** What lies on remotes beside what we have. */
@Module({
  imports: [TicketingServicesModule],
  providers: [HoldingsIntake, KnownDeliveries, Reconciler, ReconciliationRepository],
  exports: [HoldingsIntake, Reconciler],
})
export class ReconcilingModule {}
