import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { PastLog } from './rehearsal/past-log.js';
import { PastReader } from './rehearsal/past-reader.js';
import { Rehearser } from './rehearsal/rehearser.js';
import { RuledPasts } from './rehearsal/ruled-pasts.js';
import { OwnActions } from './own-actions.js';
import { RuleActions } from './rule-actions.js';
import { RuleDoer } from './rule-doer.js';
import { RuleFactsReader } from './rule-facts-reader.js';
import { RuleFollower } from './rule-follower.js';
import { RuleRunRepository } from './rule-run.repository.js';
import { RuleRunner } from './rule-runner.js';

/** The desk's rules, when tickets happen. Other rooms add what rules may do (`RuleActions`). */
@Module({
  imports: [DeskWorkModule, HoursModule],
  providers: [
    PastLog,
    PastReader,
    Rehearser,
    RuledPasts,
    OwnActions,
    RuleActions,
    RuleDoer,
    RuleFactsReader,
    RuleFollower,
    RuleRunRepository,
    RuleRunner,
  ],
  exports: [Rehearser, RuleActions, RuleFactsReader, RuleRunRepository, RuleRunner],
})
export class RulesModule {}
