import { BarChart, LineChart, SelectField, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findDrawn, formatCell, type Report } from './report-cell.js';
import css from './reports.module.css';

const MOST_BARS = 20;

/** One figure of a report, drawn; which one is chosen above it. */
export function ReportChart({ report }: { readonly report: Report }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const [chosen, choose] = useState<string | null>(null);
  const drawn = findDrawn(report);
  if (drawn === null) return null;
  const { columns, rows } = report;
  const index = drawn.figures.find((figure) => columns[figure]!.key === chosen) ?? drawn.figures[0]!;
  const figure = columns[index]!;
  // The same agent or group stands in each period.
  const isManyPeriods = drawn.over !== 0 && columns[0]?.key === 'period' && new Set(rows.map(([period]) => period)).size > 1;
  const points = rows.slice(0, drawn.look === 'bars' ? MOST_BARS : undefined).map((row) => {
    const value = row[index];
    const name = String(row[drawn.over] || t('reports.noName'));
    return { label: isManyPeriods ? `${name} · ${row[0]}` : name, value: typeof value === 'number' ? value : null };
  });
  const chart = {
    title: figure.label,
    about: t('reports.chartAbout', { figure: figure.label, of: columns[drawn.over]!.label, count: points.length }),
    of: columns[drawn.over]!.label,
    points,
    format: (value: number) => formatCell(value, figure.kind, format) ?? '',
    asTable: t('reports.asTable'),
  };
  return (
    <>
      <div className={css['narrow']}>
        <SelectField label={t('reports.figure')} value={figure.key} onChange={(event) => choose(event.target.value)}>
          {drawn.figures.map((each) => (
            <option key={columns[each]!.key} value={columns[each]!.key}>
              {columns[each]!.label}
            </option>
          ))}
        </SelectField>
      </div>
      {drawn.look === 'line' ? <LineChart {...chart} /> : <BarChart {...chart} />}
    </>
  );
}
