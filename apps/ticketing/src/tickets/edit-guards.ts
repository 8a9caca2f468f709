import { Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';
import type { TicketDraft } from './ticket-draft.js';
import type { TicketEdit } from './ticket-edit.js';
import type { WorkUnit } from './work-unit.js';

export interface GuardedEdit {
  readonly draft: TicketDraft;
  readonly edit: TicketEdit;
}

/** Looks at changes of tickets before they are made: returns them as they are to be, throws `PermanentError` where one must not be. */
export type EditGuard = (
  unit: WorkUnit,
  edits: readonly GuardedEdit[],
  cause: { readonly actor: Actor; readonly reason: string },
) => Promise<readonly GuardedEdit[]>;

/** What rooms of the desk have to say to changes of tickets: fields as the desk has them, no closing before its time. */
@Injectable()
export class EditGuards {
  private readonly guards: EditGuard[] = [];

  /** Call it in `onModuleInit`. */
  add(guard: EditGuard): void {
    this.guards.push(guard);
  }

  async look(
    unit: WorkUnit,
    edits: readonly GuardedEdit[],
    cause: { readonly actor: Actor; readonly reason: string },
  ): Promise<readonly GuardedEdit[]> {
    let looked = edits;
    for (const guard of this.guards) looked = await guard(unit, looked, cause);
    return looked;
  }
}
