import { useAsked, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { type Priority, useDeskWords } from '../../shell/desk-names.js';

/** Names of agents and groups, and words of states, by what tickets hold. */
export function useNames() {
  const { t } = useTranslation('thread');
  const pick = usePickText();
  const words = useDeskWords();
  const agents = useAsked('GET /agents', {}).data?.items ?? [];
  const groups = useAsked('GET /groups', {}).data?.items ?? [];
  const agent = (id: string | null | undefined): string | null =>
    id == null ? null : (agents.find((each) => each.id === id)?.displayName ?? id.slice(0, 8));
  const group = (id: string | null | undefined): string | null => {
    const found = groups.find((each) => each.id === id || each.key === id);
    return found === undefined ? (id ?? null) : (pick(found.name) ?? found.key);
  };
  return {
    agents,
    groups: groups.map(({ id, key, name }) => ({ id, key, name: pick(name) ?? key })),
    agent,
    group,
    value: (field: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') return t('none');
      if (field === 'status') return t(`status.${value as 'new'}`);
      if (field === 'priority') return words.priority(value as Priority);
      if (field === 'assignee') return agent(String(value)) ?? t('none');
      if (field === 'group') return group(String(value)) ?? t('none');
      if (field === 'category') return words.category(String(value));
      if (field === 'stage') return words.stage(String(value));
      if (field === 'requestType') return words.requestType(String(value));
      if (field === 'urgency') return words.urgency(String(value));
      if (field === 'mood') return t(`moods.${String(value) as 'angry'}`, { defaultValue: String(value) });
      return String(value);
    },
  };
}
