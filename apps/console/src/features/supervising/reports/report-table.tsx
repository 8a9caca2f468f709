import { Notice, Table, TextField, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCell, isFigure, type Report } from './report-cell.js';
import css from './reports.module.css';

const FILTERED_FROM = 8;
/** More than a moment or a name: it is broken into lines. */
const LONG_LETTERS = 32;
const NOTHING = '–';

/** A report cell by cell, in the order of its columns. */
export function ReportTable({ report: { title, columns, rows, nextCursor } }: { readonly report: Report }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const [words, setWords] = useState('');
  const wanted = words.trim().toLocaleLowerCase();
  const numbered = rows.map((cells, index) => ({ cells, index }));
  const shown =
    wanted === ''
      ? numbered
      : numbered.filter(({ cells }) =>
          cells.some((cell) =>
            String(cell ?? '')
              .toLocaleLowerCase()
              .includes(wanted),
          ),
        );
  if (rows.length === 0) return <p className="quiet">{t('reports.empty')}</p>;
  return (
    <>
      {rows.length >= FILTERED_FROM && (
        <div className={css['narrow']}>
          <TextField label={t('reports.find')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
        </div>
      )}
      <Table
        caption={title}
        columns={columns.map((column, index) => ({
          key: column.key,
          head: column.label,
          number: isFigure(column),
          cell: ({ cells }: { readonly cells: Report['rows'][number] }) => {
            const text = formatCell(cells[index] ?? null, column.kind, format);
            return text === null ? (
              <span className="quiet">{NOTHING}</span>
            ) : (
              <span className={css[text.length > LONG_LETTERS ? 'long' : 'cell']}>{text}</span>
            );
          },
        }))}
        rows={shown}
        keyOf={({ index }) => String(index)}
      />
      <p className="quiet small" role="status">
        {t('reports.rows', { count: shown.length })}
      </p>
      {nextCursor !== null && <Notice>{t('reports.cut', { count: rows.length })}</Notice>}
    </>
  );
}
