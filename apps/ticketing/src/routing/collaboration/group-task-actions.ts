import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { spanMs } from '../../desk/schema/spans.js';
import { fillText, pickText } from '../../desk/schema/texts.js';
import { type AskedAction, RuleActions } from '../../rules/rule-actions.js';
import { GroupTasks, type GroupTaskWish } from './group-tasks.js';

/** Rules ask other groups in as agents do. */
@Injectable()
export class GroupTaskActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly tasks: GroupTasks,
  ) {}

  onModuleInit(): void {
    this.actions.add('askGroups', async (unit, asked) => {
      for (const each of asked)
        await this.tasks.askIn(unit, each.draft, this.toWish(each, unit.now), { kind: 'rule', displayName: each.rule });
    });
  }

  private toWish({ argument: { groups, kind, text, dueIn }, draft }: AskedAction<'askGroups'>, now: Date): GroupTaskWish {
    const [language] = this.profiles.current().desk.languages;
    const words = fillText(pickText(text, language, language), { number: draft.number, subject: draft.subject });
    return { groups, kind, text: words, dueAt: dueIn === undefined ? undefined : new Date(now.getTime() + spanMs(dueIn)) };
  }
}
