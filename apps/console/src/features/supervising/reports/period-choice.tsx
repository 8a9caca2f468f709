import { SelectField, TextField } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useFilter, useFilters } from '../use-filter.js';
import { dayOf, findPreset, type Period, PRESETS, type Preset, toPeriod } from './periods.js';

const SPANS = ['day', 'week', 'month', 'quarter', 'year', 'whole'] as const;
type Span = (typeof SPANS)[number];

/** The period of a report, kept in the page's address: this month where nothing is said. */
export function useReportPeriod(): Period & { readonly per: Span | undefined } {
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const [per] = useFilter('per');
  const usual = toPeriod('thisMonth', dayOf(new Date()));
  return { from: from || usual.from, to: to || usual.to, per: SPANS.find((span) => span === per) };
}

/** Presets, days by hand, and how finely it is counted. */
export function PeriodChoice({ per: shown }: { readonly per: Span | null }) {
  const { t } = useTranslation('supervising');
  const { from, to } = useReportPeriod();
  const [, set] = useFilters();
  const today = dayOf(new Date());
  return (
    <>
      <SelectField
        label={t('reports.period')}
        value={findPreset({ from, to }, today) ?? ''}
        onChange={(event) => event.target.value !== '' && set({ ...toPeriod(event.target.value as Preset, today) })}
      >
        <option value="">{t('reports.ownPeriod')}</option>
        {PRESETS.map((preset) => (
          <option key={preset} value={preset}>
            {t(`reports.presets.${preset}`)}
          </option>
        ))}
      </SelectField>
      <TextField label={t('reports.from')} type="date" max={to} value={from} onChange={(event) => set({ from: event.target.value })} />
      <TextField label={t('reports.to')} type="date" min={from} value={to} onChange={(event) => set({ to: event.target.value })} />
      {shown !== null && (
        <SelectField label={t('reports.per')} value={shown} onChange={(event) => set({ per: event.target.value })}>
          {SPANS.map((span) => (
            <option key={span} value={span}>
              {t(`reports.spans.${span}`)}
            </option>
          ))}
        </SelectField>
      )}
    </>
  );
}
