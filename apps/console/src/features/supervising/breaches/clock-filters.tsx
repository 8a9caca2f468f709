import { type Asking, SelectField, useAsked, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useProfile } from '../desk-profile.js';
import { useFilter } from '../use-filter.js';

type Query = NonNullable<Asking<'GET /clocks'>['query']>;
export const KINDS = ['response', 'nextResponse', 'resolution', 'progress', 'pickup', 'firstLine', 'greeting'] as const;

export function useClockFilter(): { readonly query: Pick<Query, 'group' | 'channel' | 'kind'> } {
  const [group] = useFilter('group');
  const [channel] = useFilter('channel');
  const [kind] = useFilter('kind');
  const known = KINDS.find((each) => each === kind);
  return { query: { ...(group && { group }), ...(channel && { channel }), ...(known && { kind: known }) } };
}

export function ClockFilters() {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const groups = useAsked('GET /groups', undefined).data?.items ?? [];
  const channels = Object.entries(useProfile()?.channels ?? {});
  const [group, setGroup] = useFilter('group');
  const [channel, setChannel] = useFilter('channel');
  const [kind, setKind] = useFilter('kind');
  return (
    <>
      <SelectField label={t('filters.group')} value={group} onChange={(event) => setGroup(event.target.value)}>
        <option value="">{t('filters.allGroups')}</option>
        {groups.map(({ id, key, name }) => (
          <option key={id} value={id}>
            {pick(name) ?? key}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('filters.channel')} value={channel} onChange={(event) => setChannel(event.target.value)}>
        <option value="">{t('filters.allChannels')}</option>
        {channels.map(([key, { name }]) => (
          <option key={key} value={key}>
            {pick(name) ?? key}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('filters.kind')} value={kind} onChange={(event) => setKind(event.target.value)}>
        <option value="">{t('filters.allKinds')}</option>
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {t(`clocks.${each}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}
