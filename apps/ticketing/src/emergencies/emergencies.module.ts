import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { DutyList } from './duty-list.js';
import { EmergencyActions } from './emergency-actions.js';
import { OutsideMessages } from './outside-messages.js';
import { PageLinks } from './page-links.js';
import { PageRepository } from './page.repository.js';
import { PageWork } from './page-work.js';
import { Pager } from './pager.js';
import { PlanReporter } from './plan-reporter.js';
import { PlanRepository } from './plan.repository.js';
import { PlanService } from './plan.service.js';
import { PlanStarter } from './plan-starter.js';
import { PlanTeller } from './plan-teller.js';
import { PlanWork } from './plan-work.js';

const doors = [DutyList, PageLinks, PageRepository, PageWork, Pager, PlanRepository, PlanService];

/** Who is called to an emergency, and the plan that is followed. */
@Module({
  imports: [DeskWorkModule, RulesModule],
  providers: [...doors, EmergencyActions, OutsideMessages, PlanReporter, PlanStarter, PlanTeller, PlanWork],
  exports: doors,
})
export class EmergenciesModule {}
