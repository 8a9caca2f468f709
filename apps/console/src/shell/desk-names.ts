import { type Answer, type DeskText, useAsked, usePickText } from '#page-kit';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Names = Answer<'GET /desk/names'>;
export type Priority = Answer<'GET /tickets/{id}'>['priority'];

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Priority[];

/** What the desk calls its things, in the reader's language; what has no name there is called by its key. */
export interface DeskWords {
  /** Keys of all, in the order of the desk's file. */
  readonly categories: readonly string[];
  readonly category: (key: string) => string;
  /** One that customers know, or a kind of inboxes. */
  readonly channel: (key: string) => string;
  readonly checklist: (key: string) => string;
  /** Null where the desk's file has it no more. */
  readonly checklistStep: (list: string, key: string) => string | null;
  readonly escalationReason: (key: string) => string;
  readonly field: (key: string) => string;
  /** What a field holds: the name of a choice, else the value itself. */
  readonly choice: (field: string, value: string) => string;
  readonly choices: (field: string) => readonly (readonly [value: string, name: string])[];
  readonly fieldKind: (field: string) => string;
  readonly measures: readonly (readonly [key: string, measure: Names['measures'][string] & { readonly name: string }])[];
  readonly person: (key: string) => string;
  readonly priority: (key: Priority) => string;
  /** Those that the desk uses, and the one that is held anyhow. */
  readonly priorities: (held?: Priority) => readonly Priority[];
  readonly requestType: (key: string) => string;
  /** Of whichever type of request has it. */
  readonly stage: (key: string) => string;
  readonly macro: (key: string) => string;
  readonly plan: (key: string) => string | null;
  readonly planStep: (plan: string, key: string) => string | null;
  readonly rule: (key: string) => string;
  readonly template: (key: string) => string;
  readonly urgencies: readonly string[];
  readonly urgency: (key: string) => string;
}

export function useDeskWords(): DeskWords {
  const { data } = useAsked('GET /desk/names', undefined);
  const pick = usePickText();
  const { t } = useTranslation('shell');
  return useMemo(
    () =>
      makeDeskWords(data, pick, {
        channel: (key) => t(`channels.${key as 'email'}`, { defaultValue: key }),
        priority: (key) => t(`priority.${key}`),
      }),
    [data, pick, t],
  );
}

export function makeDeskWords(
  names: Names | undefined,
  pick: (text: DeskText) => string | null,
  /** Where the desk has no words of its own. */
  own: { readonly channel: (key: string) => string; readonly priority: (key: Priority) => string },
): DeskWords {
  const named = (part: 'categories' | 'escalationReasons' | 'macros' | 'people' | 'rules' | 'templates' | 'urgent') => (key: string) =>
    pick(names?.[part][key]) ?? key;
  const stages = Object.assign({}, ...Object.values(names?.requestTypes ?? {}).map((type) => type.stages)) as Record<string, DeskText>;
  return {
    categories: Object.keys(names?.categories ?? {}),
    category: named('categories'),
    channel: (key) => pick(names?.channels[key]) ?? own.channel(key),
    checklist: (key) => pick(names?.checklists[key]?.name) ?? key,
    checklistStep: (list, key) => pick(names?.checklists[list]?.steps[key]),
    escalationReason: named('escalationReasons'),
    field: (key) => pick(names?.fields[key]?.name) ?? key,
    choice: (field, value) => pick(names?.fields[field]?.choices[value]) ?? value,
    choices: (field) => Object.entries(names?.fields[field]?.choices ?? {}).map(([value, name]) => [value, pick(name) ?? value]),
    fieldKind: (field) => names?.fields[field]?.kind ?? 'text',
    measures: Object.entries(names?.measures ?? {}).map(([key, measure]) => [key, { ...measure, name: pick(measure.name) ?? key }]),
    person: named('people'),
    priority: (key) => pick(names?.priorities[key]) ?? own.priority(key),
    priorities: (held) => {
      const used = Object.keys(names?.priorities ?? {});
      return PRIORITIES.filter((key) => used.length === 0 || used.includes(key) || key === held);
    },
    requestType: (key) => pick(names?.requestTypes[key]?.name) ?? key,
    stage: (key) => pick(stages[key]) ?? key,
    macro: named('macros'),
    plan: (key) => pick(names?.plans[key]?.name),
    planStep: (plan, key) => pick(names?.plans[plan]?.steps[key]),
    rule: named('rules'),
    template: named('templates'),
    urgencies: Object.keys(names?.urgent ?? {}),
    urgency: named('urgent'),
  };
}
