import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { fillText, pickText } from '../../desk/schema/texts.js';
import { RuleActions } from '../../rules/rule-actions.js';
import { GroupTasks } from './group-tasks.js';

/** Rules have several groups work on a ticket at once, as agents do. */
@Injectable()
export class JointHandlingActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly tasks: GroupTasks,
  ) {}

  onModuleInit(): void {
    this.actions.add('handleJointly', async (unit, asked) => {
      const [language] = this.profiles.current().desk.languages;
      for (const { argument, draft, rule } of asked) {
        const text = fillText(pickText(argument.text, language, language), { number: draft.number, subject: draft.subject });
        await this.tasks.askIn(unit, draft, { groups: argument.groups, kind: 'joint', text }, { kind: 'rule', displayName: rule });
      }
    });
  }
}
