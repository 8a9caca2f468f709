import { type Answer, type DeskText, useAsked, usePickText } from '#page-kit';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Names = Answer<'GET /desk/names'>;

/** What the desk calls its things, in the reader's language; what has no name there is called by its key. */
export interface DeskWords {
  /** Keys of all, in the order of the desk's file. */
  readonly categories: readonly string[];
  readonly category: (key: string) => string;
  /** One that customers know, or a kind of inboxes. */
  readonly channel: (key: string) => string;
  readonly checklist: (key: string) => string;
  readonly escalationReason: (key: string) => string;
  readonly field: (key: string) => string;
  /** What a field holds: the name of a choice, else the value itself. */
  readonly choice: (field: string, value: string) => string;
  readonly requestType: (key: string) => string;
  /** Of whichever type of request has it. */
  readonly stage: (key: string) => string;
  readonly rule: (key: string) => string;
  readonly template: (key: string) => string;
  readonly urgencies: readonly string[];
  readonly urgency: (key: string) => string;
}

export function useDeskWords(): DeskWords {
  const { data } = useAsked('GET /desk/names', undefined);
  const pick = usePickText();
  const { t } = useTranslation('shell');
  return useMemo(() => makeDeskWords(data, pick, (key) => t(`channels.${key as 'email'}`, { defaultValue: key })), [data, pick, t]);
}

export function makeDeskWords(
  names: Names | undefined,
  pick: (text: DeskText) => string | null,
  channelKind: (key: string) => string,
): DeskWords {
  const named =
    (part: 'categories' | 'channels' | 'checklists' | 'escalationReasons' | 'rules' | 'templates' | 'urgent') => (key: string) =>
      pick(names?.[part][key]) ?? key;
  const stages = Object.assign({}, ...Object.values(names?.requestTypes ?? {}).map((type) => type.stages)) as Record<string, DeskText>;
  return {
    categories: Object.keys(names?.categories ?? {}),
    category: named('categories'),
    channel: (key) => pick(names?.channels[key]) ?? channelKind(key),
    checklist: named('checklists'),
    escalationReason: named('escalationReasons'),
    field: (key) => pick(names?.fields[key]?.name) ?? key,
    choice: (field, value) => pick(names?.fields[field]?.choices[value]) ?? value,
    requestType: (key) => pick(names?.requestTypes[key]?.name) ?? key,
    stage: (key) => pick(stages[key]) ?? key,
    rule: named('rules'),
    template: named('templates'),
    urgencies: Object.keys(names?.urgent ?? {}),
    urgency: named('urgent'),
  };
}
