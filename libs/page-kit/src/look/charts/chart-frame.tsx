import { type ReactNode, useId } from 'react';
import { Table } from '../table.js';
import css from './charts.module.css';

export interface ChartPoint {
  readonly label: string;
  /** Null: nothing was measured, which is not 0. */
  readonly value: number | null;
}

export interface ChartProps {
  readonly title: string;
  /** What it shows, in a sentence: read out in its place. */
  readonly about: string;
  /** What points are: days, groups. */
  readonly of: string;
  readonly points: readonly ChartPoint[];
  readonly format: (value: number) => string;
  /** Words of the button that opens the same figures as a table. */
  readonly asTable: string;
}

/** A drawing with its title, and the same figures as a table for whoever cannot see it. */
export function ChartFrame({
  title,
  about,
  of,
  points,
  format,
  asTable,
  width,
  height,
  children,
}: ChartProps & { readonly width: number; readonly height: number; readonly children: ReactNode }) {
  const id = useId();
  return (
    <figure className={css['chart']}>
      <figcaption>{title}</figcaption>
      <div className={css['drawing']} tabIndex={0} role="group" aria-label={title}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-about`}>
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-about`}>{about}</desc>
          {children}
        </svg>
      </div>
      <details>
        <summary>{asTable}</summary>
        <Table
          caption={title}
          columns={[
            { key: 'label', head: of, cell: ({ label }) => label },
            { key: 'value', head: title, number: true, cell: ({ value }) => (value === null ? '–' : format(value)) },
          ]}
          rows={points}
          keyOf={({ label }) => label}
        />
      </details>
    </figure>
  );
}
