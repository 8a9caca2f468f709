import { useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';

/** Names of agents and groups, and words of states, by what tickets hold. */
export function useNames() {
  const { t, i18n } = useTranslation('thread');
  const agents = useAsked('GET /agents', {}).data?.items ?? [];
  const groups = useAsked('GET /groups', {}).data?.items ?? [];
  const groupName = (name: string | Readonly<Record<string, string>>): string =>
    typeof name === 'string' ? name : (name[i18n.language] ?? name['en'] ?? Object.values(name)[0] ?? '');
  const agent = (id: string | null | undefined): string | null =>
    id == null ? null : (agents.find((each) => each.id === id)?.displayName ?? id.slice(0, 8));
  const group = (id: string | null | undefined): string | null => {
    const found = groups.find((each) => each.id === id || each.key === id);
    return found === undefined ? (id ?? null) : groupName(found.name) || found.key;
  };
  return {
    agents,
    groups: groups.map(({ id, key, name }) => ({ id, key, name: groupName(name) || key })),
    agent,
    group,
    value: (field: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') return t('none');
      if (field === 'status') return t(`status.${value as 'new'}`);
      if (field === 'priority') return t(`priority.${value as 'low'}`);
      if (field === 'assignee') return agent(String(value)) ?? t('none');
      if (field === 'group') return group(String(value)) ?? t('none');
      return String(value);
    },
  };
}
