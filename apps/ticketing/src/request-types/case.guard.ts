import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import type { Actor } from '../tickets/actor.js';
import { EditGuards, type GuardedEdit } from '../tickets/edit-guards.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { agreePriorities } from './fields/priority-field.js';
import { readFields } from './fields/read-fields.js';
import { BY_STAGES } from './stage-work.js';

const BY_CALL = 'call';

/** Fields are as the desk has them, and nobody steps past the stages by hand. What rules and the house write is put in form where it can be. */
@Injectable()
export class CaseGuard implements OnModuleInit {
  constructor(
    private readonly guards: EditGuards,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.guards.add((unit, edits, { actor, reason }) => this.look(unit, edits, actor, reason));
  }

  private async look(unit: WorkUnit, edits: readonly GuardedEdit[], actor: Actor, reason: string): Promise<readonly GuardedEdit[]> {
    const { desk } = this.profiles.current();
    const strict = actor.kind === 'agent';
    if (strict) for (const { edit } of edits) refuseUnknownType(edit.requestType, desk);
    if (strict && reason !== BY_STAGES) await refuseStages(unit, edits, desk);
    const formed = edits.map((each) => {
      const { fields } = each.edit;
      // Key points of a call have names of their own.
      if (fields === undefined || reason === BY_CALL || Object.keys(desk.fields).length === 0) return each;
      const { values, faults } = readFields(desk.fields, fields);
      if (strict && faults.length > 0)
        throw new PermanentError(`fields of ticket ${each.draft.number} cannot be taken: ${faults.map(({ field }) => field).join(', ')}`, {
          code: 'fields_invalid',
          hint: faults.map(({ field, allowed }) => `${field}: ${allowed}`).join('; '),
          fields: { faults },
        });
      return { ...each, edit: { ...each.edit, fields: { ...fields, ...values } } };
    });
    return agreePriorities(unit, formed, desk.fields);
  }
}

function refuseUnknownType(type: string | null | undefined, { requestTypes }: Desk): void {
  const known = Object.keys(requestTypes);
  if (type === undefined || type === null || known.length === 0 || known.includes(type)) return;
  throw new PermanentError(`there is no request type ${type}`, { code: 'request_type_unknown', hint: `one of: ${known.join(', ')}` });
}

async function refuseStages(unit: WorkUnit, edits: readonly GuardedEdit[], { requestTypes }: Desk): Promise<void> {
  const staged = edits.filter(({ edit }) => edit.stage !== undefined);
  if (staged.length === 0) return;
  const rows = await unit.transaction.query<{ id: string; type: string | null }>(
    'select id, request_type as type from tickets where id = any($1::uuid[])',
    [staged.map(({ draft }) => draft.id)],
  );
  for (const { draft, edit } of staged) {
    const type = edit.requestType ?? rows.find(({ id }) => id === draft.id)?.type;
    if (type == null || (requestTypes[type]?.stages.length ?? 0) === 0) continue;
    throw new PermanentError(`the stage of ticket ${draft.number} is not set, the case goes on to it`, {
      code: 'stage_by_move',
      hint: 'POST /api/v1/tickets/{id}/stages with the stage or how the present one ended',
    });
  }
}
