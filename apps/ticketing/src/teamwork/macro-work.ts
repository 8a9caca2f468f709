import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { ChecklistWork } from '../checklists/checklist-work.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Macro } from '../desk/schema/templates.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { TemplateWork } from '../templates/template-work.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import { type BulkAction, BulkActions, type BulkEdit } from './bulk-actions.js';
import { listActs, type MacroAct, sayAct } from './describe-macro.js';
import { Snoozing } from './snoozing.js';

export interface OfferedMacro {
  readonly key: string;
  readonly name: string;
  /** As the desk's file has it. */
  readonly names: LocalisedText;
  readonly does: readonly string[];
  readonly acts: readonly MacroAct[];
}

const HOUR_MS = 3_600_000;

/** Several things in one click, as the desk put them together; in one transaction. */
@Injectable()
export class MacroWork {
  constructor(
    private readonly work: TicketWork,
    private readonly profiles: DeskProfiles,
    private readonly templates: TemplateWork,
    private readonly checklists: ChecklistWork,
    private readonly actions: BulkActions,
    private readonly snoozing: Snoozing,
  ) {}

  list(): OfferedMacro[] {
    const { macros, languages } = this.profiles.current().desk;
    return Object.entries(macros).map(([key, macro]) => {
      const acts = listActs(macro);
      return { key, name: pickText(macro.name, languages[0]), names: macro.name, does: acts.map(sayAct), acts };
    });
  }

  /** Field changes are taken back by the action that comes back; what was sent is sent. Throws `macro_unknown`, and as its parts do. */
  async apply(idOrNumber: string, key: string, expectedVersion: number | undefined, actor: Actor): Promise<BulkAction> {
    const { macros, languages } = this.profiles.current().desk;
    const macro = macros[key];
    if (macro === undefined)
      throw new PermanentError(`the desk has no macro ${key}`, {
        code: 'macro_unknown',
        hint: `it has ${Object.keys(macros).join(', ') || 'none'}`,
      });
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      refuseStale(draft, expectedVersion);
      if (macro.reply !== undefined) await this.templates.sendIn(unit, draft, macro.reply, {}, actor);
      if (macro.note !== undefined) {
        const text = pickText(macro.note, languages[0]);
        unit.addEntry(draft, null, (seq) =>
          toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'note', actor, text }, unit.now),
        );
      }
      if (macro.checklist !== undefined) await this.checklists.startIn(unit, draft.id, macro.checklist, undefined, actor);
      const action = await this.actions.applyIn(unit, [draft.id], toEdit(macro, actor), { kind: `macro ${key}`, actor });
      if (macro.snoozeHours !== undefined)
        await this.snoozing.snoozeIn(unit, draft, new Date(unit.now.getTime() + macro.snoozeHours * HOUR_MS), null, actor);
      return action;
    });
    return this.actions.get(id);
  }
}

function toEdit({ changes, assignToMe }: Macro, actor: Actor): BulkEdit {
  const { addTags, removeTags, fields, ...rest } = changes;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(assignToMe && actor.kind === 'agent' && actor.id !== undefined ? { assignee: actor.id } : {}),
    addTags,
    removeTags,
  };
}
