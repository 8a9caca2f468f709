import type { Desk } from './desk-schema.js';
import { listCategories } from './schema/categories.js';
import type { LocalisedText } from './schema/texts.js';

/** What the desk calls its own things, by their keys: for who shows tickets, which hold keys alone. */
export interface DeskNames {
  readonly categories: Named;
  readonly channels: Named;
  readonly checklists: Named;
  readonly fields: Readonly<Record<string, { readonly name: LocalisedText; readonly choices: Named }>>;
  readonly requestTypes: Readonly<Record<string, { readonly name: LocalisedText; readonly stages: Named }>>;
  readonly escalationReasons: Named;
  readonly rules: Named;
  readonly templates: Named;
  readonly urgent: Named;
}
type Named = Readonly<Record<string, LocalisedText>>;

export function listNames(desk: Desk): DeskNames {
  return {
    categories: Object.fromEntries(listCategories(desk.categories).map(({ key, name }) => [key, name])),
    channels: namesOf(desk.channels),
    checklists: namesOf(desk.checklists.lists),
    fields: each(desk.fields, ({ name, choices }) => ({ name, choices: Object.fromEntries(choices.map((one) => [one.value, one.name])) })),
    requestTypes: each(desk.requestTypes, ({ name, stages }) => ({ name, stages: byKey(stages) })),
    escalationReasons: namesOf(desk.routing.escalation.reasons),
    rules: byKey(desk.rules),
    templates: namesOf(desk.templates),
    urgent: namesOf(desk.urgent),
  };
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
