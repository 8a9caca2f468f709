import type { ReactNode } from 'react';
import css from './table.module.css';

export interface Column<T> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: T) => ReactNode;
  /** Numbers stand at the end of their column. */
  readonly number?: boolean;
}

interface TableProps<T> {
  /** Read out before it. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/**
 * Scrolls by itself where it is wider than the page, also by keys. Where there is no room for columns each row of words becomes a card, every value
 * below its head; figures stay in their columns, for they are compared. The roles are said, as such cards lose those of a table.
 */
export function Table<T>({ caption, columns, rows, keyOf }: TableProps<T>) {
  const isOfFigures = columns.filter(({ number }) => number === true).length * 2 >= columns.length;
  return (
    <div className={css['frame']} tabIndex={0} role="region" aria-label={caption}>
      <table className={`${css['table']} ${isOfFigures ? '' : css['stacks']}`} role="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ key, head, number }) => (
              <th key={key} scope="col" role="columnheader" className={number ? css['number'] : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ key, head, cell, number }) => (
                <td
                  key={key}
                  role="cell"
                  className={number ? css['number'] : undefined}
                  data-head={typeof head === 'string' ? head : undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
