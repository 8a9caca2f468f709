import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { RuleActions } from '../rules/rule-actions.js';
import { Pager } from './pager.js';
import { PlanStarter } from './plan-starter.js';

/** What rules do in an emergency. */
@Injectable()
export class EmergencyActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly pager: Pager,
    private readonly starter: PlanStarter,
  ) {}

  onModuleInit(): void {
    this.actions.add('page', async (unit, asked) => {
      const [language] = this.profiles.current().desk.languages;
      const wishes = asked.map(({ argument: { rota, reason }, draft, rule, key }) => {
        const words =
          reason === undefined ? rule : fillText(pickText(reason, language, language), { number: draft.number, subject: draft.subject });
        return { draft, rota, reason: words, key };
      });
      await this.pager.call(unit, wishes);
    });
    this.actions.add('startPlan', async (unit, asked) => {
      for (const {
        argument: { plan },
        draft,
        rule,
      } of asked)
        await this.starter.start(unit, draft, plan, { kind: 'rule', displayName: rule });
    });
  }
}
