import { SelectField, TextField } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useFilter, useFilters } from '../use-filter.js';
import { useDeskZone } from '../desk-profile.js';
import { dayAt, findPreset, type Period, PRESETS, type Preset, toPeriod } from './periods.js';

const SPANS = ['day', 'week', 'month', 'quarter', 'year', 'whole'] as const;
type Span = (typeof SPANS)[number];

/** What the page's address says of a report's period: where nothing, it is of the desk's month. */
export function useReportPeriod(): { readonly from?: string; readonly to?: string; readonly per?: Span } {
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const [per] = useFilter('per');
  const span = SPANS.find((each) => each === per);
  return { ...(from && { from }), ...(to && { to }), ...(span && { per: span }) };
}

/** Presets, days by hand, and how finely it is counted. */
export function PeriodChoice({ per: shown, period: { from, to } }: { readonly per: Span | null; readonly period: Period }) {
  const { t } = useTranslation('supervising');
  const [, set] = useFilters();
  const zone = useDeskZone();
  if (zone === undefined) return null;
  const today = dayAt(new Date(), zone);
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
      <TextField label={t('reports.from')} type="date" max={to} value={from} onChange={(event) => set({ from: event.target.value, to })} />
      <TextField label={t('reports.to')} type="date" min={from} value={to} onChange={(event) => set({ from, to: event.target.value })} />
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
