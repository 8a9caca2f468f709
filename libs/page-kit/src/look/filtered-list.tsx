import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { SelectField } from './field.js';
import css from './filtered-list.module.css';
import { Shown } from './states.js';
import { type Column, Table } from './table.js';

interface FilteredListProps<T> {
  /** What narrows it, and what is done to all of it. */
  readonly filters: ReactNode;
  readonly of: UseInfiniteQueryResult<T[]>;
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** Instead of it, where nothing fits. */
  readonly empty: ReactNode;
}

/** What went through, or did not: narrowed, a page at a time. */
export function FilteredList<T>({ filters, of, caption, columns, keyOf, empty }: FilteredListProps<T>) {
  const { t: kit } = useTranslation('kit');
  return (
    <div className={css['list']}>
      <div className={css['filters']}>{filters}</div>
      <Shown of={of}>
        {(items) =>
          items.length === 0 ? (
            empty
          ) : (
            <>
              <Table caption={caption} columns={columns} rows={items} keyOf={keyOf} />
              {of.hasNextPage && (
                <Button busy={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
                  {kit('more')}
                </Button>
              )}
            </>
          )
        }
      </Shown>
    </div>
  );
}

/** One of a few, or all where that has a name; `''` stands for all. */
export function OneOf<K extends string>({
  label,
  value,
  of,
  nameOf,
  all,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly of: readonly K[];
  readonly nameOf: (key: K) => string;
  readonly all?: string;
  readonly onChange: (value: K | '') => void;
}) {
  return (
    <SelectField label={label} value={value} onChange={({ target }) => onChange(target.value as K | '')}>
      {all !== undefined && <option value="">{all}</option>}
      {of.map((each) => (
        <option key={each} value={each}>
          {nameOf(each)}
        </option>
      ))}
    </SelectField>
  );
}

/** When, to the second: the first column of such lists. */
export function timeColumn<T>(head: string, at: (row: T) => string, show: (at: string) => string): Column<T> {
  return {
    key: 'at',
    head,
    cell: (row) => (
      <time className={css['nowrap']} dateTime={at(row)}>
        {show(at(row))}
      </time>
    ),
  };
}
