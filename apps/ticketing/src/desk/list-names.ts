import type { Desk } from './desk-schema.js';
import { listCategories } from './schema/categories.js';
import type { FieldKind } from './schema/fields.js';
import type { Measure } from './schema/measures.js';
import type { LocalisedText } from './schema/texts.js';
import { TICKET_PRIORITIES } from '../tickets/ticket-state.js';

/** What the desk calls its own things, by their keys: for who shows tickets, which hold keys alone. */
export interface DeskNames {
  readonly categories: Named;
  readonly channels: Named;
  readonly checklists: Readonly<Record<string, { readonly name: LocalisedText; readonly steps: Named }>>;
  readonly fields: Readonly<Record<string, { readonly name: LocalisedText; readonly kind: FieldKind; readonly choices: Named }>>;
  readonly requestTypes: Readonly<Record<string, { readonly name: LocalisedText; readonly stages: Named }>>;
  readonly escalationReasons: Named;
  readonly macros: Named;
  /** What is done only with the customer's consent, and what is asked for it. */
  readonly measures: Readonly<Record<string, Pick<Measure, 'name' | 'tools' | 'rights' | 'riskNeeded' | 'recording'>>>;
  /** Whom rotas and plans name. */
  readonly people: Named;
  readonly plans: Readonly<Record<string, { readonly name: LocalisedText; readonly steps: Named }>>;
  /** Those that the desk uses, the lowest first; none where it names none. */
  readonly priorities: Named;
  readonly rules: Named;
  readonly templates: Named;
  readonly urgent: Named;
}
type Named = Readonly<Record<string, LocalisedText>>;

export function listNames(desk: Desk): DeskNames {
  return {
    categories: Object.fromEntries(listCategories(desk.categories).map(({ key, name }) => [key, name])),
    channels: namesOf(desk.channels),
    checklists: each(desk.checklists.lists, withSteps),
    fields: each(desk.fields, ({ name, kind, choices }) => ({
      name,
      kind,
      choices: Object.fromEntries(choices.map((one) => [one.value, one.name])),
    })),
    requestTypes: each(desk.requestTypes, ({ name, stages }) => ({ name, stages: byKey(stages) })),
    escalationReasons: namesOf(desk.routing.escalation.reasons),
    macros: namesOf(desk.macros),
    measures: each(desk.measures, ({ name, tools, rights, riskNeeded, recording }) => ({ name, tools, rights, riskNeeded, recording })),
    people: namesOf(desk.duty.people),
    plans: each(desk.plans, withSteps),
    priorities: namesOf(
      Object.fromEntries(TICKET_PRIORITIES.flatMap((key) => (desk.priorities[key] ? [[key, desk.priorities[key]]] : []))),
    ),
    rules: byKey(desk.rules),
    templates: namesOf(desk.templates),
    urgent: namesOf(desk.urgent),
  };
}

function withSteps({ name, steps }: { readonly name: LocalisedText; readonly steps: readonly { key: string; text: LocalisedText }[] }) {
  return { name, steps: Object.fromEntries(steps.map(({ key, text }) => [key, text])) };
}

function each<T, U>(of: Readonly<Record<string, T>>, make: (one: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([key, one]) => [key, make(one)]));
}

/** What has no name is called by its key, by whoever shows it. */
function namesOf(of: Readonly<Record<string, { readonly name?: LocalisedText | undefined }>>): Named {
  return Object.fromEntries(Object.entries(of).flatMap(([key, { name }]) => (name === undefined ? [] : [[key, name]])));
}

function byKey(of: readonly { readonly key: string; readonly name?: LocalisedText | undefined }[]): Named {
  return namesOf(Object.fromEntries(of.map((one) => [one.key, one])));
}
