import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { fillText, pickText } from '../../desk/schema/texts.js';
import { type AskedAction, RuleActions } from '../../rules/rule-actions.js';
import { EscalationService, type EscalationWish } from './escalation.service.js';

const BY_RULE = { zh: '由规则“{{rule}}”升级', en: 'The rule "{{rule}}" asked for it' };

/** Rules hand tickets up as agents do, with a form that says why. */
@Injectable()
export class EscalationActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly escalations: EscalationService,
  ) {}

  onModuleInit(): void {
    this.actions.add('escalate', async (unit, asked) => {
      for (const each of asked)
        await this.escalations.escalateIn(unit, each.draft, this.toWish(each), { kind: 'rule', displayName: each.rule });
    });
  }

  private toWish({ argument: { reason, why, team }, draft, rule, facts }: AskedAction<'escalate'>): EscalationWish {
    const [language] = this.profiles.current().desk.languages;
    const values = { rule, number: draft.number, subject: draft.subject, priority: String(facts['ticket.priority'] ?? '') };
    const words = fillText(pickText(why ?? BY_RULE, language, language), values);
    const affected = [facts['contact.company'], facts['contact.name']].filter((name) => typeof name === 'string' && name !== '');
    const impact = [values.priority, ...affected].join(' · ');
    return { reason, problem: draft.subject, impact, tried: [], why: words, suggestedTeam: team };
  }
}
