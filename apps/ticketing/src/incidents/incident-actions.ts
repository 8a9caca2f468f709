import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { RuleActions } from '../rules/rule-actions.js';
import { Compensations } from './compensations.js';
import { IncidentService } from './incident.service.js';

/** What rules do about incidents. */
@Injectable()
export class IncidentActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly incidents: IncidentService,
    private readonly compensations: Compensations,
  ) {}

  onModuleInit(): void {
    this.actions.add('openIncident', async (unit, asked) => {
      for (const { argument, draft, rule } of asked) {
        const title =
          argument.title === undefined ? undefined : this.write(argument.title, { subject: draft.subject, number: draft.number });
        const { affected, tell } = argument;
        await this.incidents.openOn(unit, draft, { title, affected, tell }, 'alert', { kind: 'rule', displayName: rule });
      }
    });
    this.actions.add('joinIncident', (unit, asked) =>
      this.incidents.join(
        unit,
        asked.map(({ draft }) => draft),
      ),
    );
    this.actions.add('compensate', async (unit, asked) => {
      for (const { argument } of asked) this.compensations.policy(argument.policy);
      const wishes = asked.map(({ argument: { policy, reason }, draft, rule, facts }) => {
        const plan = facts['contact.plan'];
        const words = reason === undefined ? rule : this.write(reason, { subject: draft.subject, number: draft.number });
        const of = { ticketId: draft.id, number: draft.number, contactId: draft.contactId, plan: typeof plan === 'string' ? plan : null };
        // Once a ticket and policy: a target is missed once, however often it is said.
        return { ...of, policy, reason: words, key: `rule:${draft.id}:${policy}` };
      });
      await this.compensations.proposeOnTickets(unit, wishes, { kind: 'rule' });
    });
  }

  private write(text: Parameters<typeof pickText>[0], values: Record<string, string>): string {
    const [language] = this.profiles.current().desk.languages;
    return fillText(pickText(text, language, language), values);
  }
}
