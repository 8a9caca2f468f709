import type { DeskField } from '../../desk/schema/fields.js';
import { saysPriority } from '../../desk/schema/fields.js';
import type { GuardedEdit } from '../../tickets/edit-guards.js';
import { TICKET_PRIORITIES, type TicketPriority } from '../../tickets/ticket-state.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { FieldValues } from './read-fields.js';
import { isFilled } from './required-fields.js';

type Fields = Readonly<Record<string, DeskField>>;

/** The field by which a desk's tickets say how urgent they are. */
interface PriorityField {
  readonly key: string;
  readonly choices: DeskField['choices'];
}

const USUAL: TicketPriority = 'normal';

/** Field and priority of a ticket say the same: who sets one sets the other. A priority that no choice stands for takes the field's value away. */
export async function agreePriorities(unit: WorkUnit, edits: readonly GuardedEdit[], fields: Fields): Promise<readonly GuardedEdit[]> {
  const field = findPriorityField(fields);
  if (field === null) return edits;
  const moved = edits.filter(({ edit }) => edit.priority !== undefined && !isFilled(edit.fields?.[field.key]));
  const filled = await findFilled(unit, moved, field);
  return edits.map(({ draft, edit }) => {
    const chosen = edit.fields?.[field.key];
    if (edit.priority === undefined) {
      const priority = priorityOf(field, chosen);
      return { draft, edit: priority === undefined ? edit : { ...edit, priority } };
    }
    if (!isFilled(chosen) && !filled.has(draft.id)) return { draft, edit };
    return { draft, edit: { ...edit, fields: { ...edit.fields, [field.key]: choiceFor(field, edit.priority) } } };
  });
}

/** What a customer chose lowers no ticket that counts as more than usual already: then the field says what it counts as. */
export function keepRaised(values: FieldValues, priority: TicketPriority, fields: Fields): FieldValues {
  const field = findPriorityField(fields);
  const chosen = field === null ? undefined : priorityOf(field, values[field.key]);
  if (field === null || chosen === undefined) return values;
  const rank = (each: TicketPriority) => TICKET_PRIORITIES.indexOf(each);
  if (rank(priority) <= rank(USUAL) || rank(priority) <= rank(chosen)) return values;
  const choice = choiceFor(field, priority);
  return choice === null ? values : { ...values, [field.key]: choice };
}

function findPriorityField(fields: Fields): PriorityField | null {
  const found = Object.entries(fields).find(([, { choices }]) => choices.some(saysPriority));
  return found === undefined ? null : { key: found[0], choices: found[1].choices };
}

function priorityOf({ choices }: PriorityField, chosen: unknown): TicketPriority | undefined {
  return choices.find(({ value }) => value === chosen)?.priority;
}

function choiceFor({ choices }: PriorityField, priority: TicketPriority): string | null {
  return choices.find((choice) => choice.priority === priority)?.value ?? null;
}

async function findFilled({ transaction }: WorkUnit, edits: readonly GuardedEdit[], { key }: PriorityField): Promise<ReadonlySet<string>> {
  if (edits.length === 0) return new Set();
  const rows = await transaction.query<{ id: string }>(
    'select id from tickets where id = any($1::uuid[]) and fields ? $2',
    [edits.map(({ draft }) => draft.id), key],
    'cases_read_priority_field',
  );
  return new Set(rows.map(({ id }) => id));
}
