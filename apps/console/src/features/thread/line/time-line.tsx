import { Button, Empty, Failed, Loading, useFormat } from '#page-kit';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry, Ticket } from '../entry.js';
import { EntryRow } from '../entry/entry-row.js';
import { EventGroup } from '../entry/event-line.js';
import css from './line.module.css';
import { useSession } from '../../../session/session.js';
import { countNew, lastSeq } from './merge-entries.js';
import { type Row, toRows } from './to-rows.js';
import { useEntries } from './use-entries.js';
import { useEntryKeys } from './use-entry-keys.js';
import { useSeen } from './use-seen.js';

const ESTIMATE = { day: 40, unread: 36, entry: 150, events: 40 } as const;
const NONE: readonly Entry[] = [];
const AT_END_PX = 60;
const OLDER_AT_PX = 400;

/** The thread, its end first. What comes never moves what is read: at the end it follows, elsewhere a button tells of it. */
export function TimeLine({ ticket, mayWrite }: { readonly ticket: Ticket; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const { me } = useSession();
  const { asked, hasOlder, isLoadingOlder, loadOlder } = useEntries(ticket.id);
  const entries = asked.data?.entries ?? NONE;
  const frame = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [readSeq, setReadSeq] = useState<number | null>(null);
  const unreadAfter = useSeen(ticket.id, entries, isAtEnd, mayWrite);
  const rows = useMemo(() => toRows(entries, { unreadAfter }), [entries, unreadAfter]);
  const [current, setCurrent] = useState<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => ESTIMATE[rows[index]!.kind],
    getItemKey: (index) => rows[index]!.key,
    overscan: 4,
    gap: 8,
    paddingStart: 44,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
  });
  const shown = rows.length > 0;
  useEffect(() => {
    if (shown) virtual.scrollToEnd();
  }, [shown, virtual]);
  // The composer grows and shrinks: who is at the end stays there.
  const atEnd = useRef(true);
  useEffect(() => {
    atEnd.current = isAtEnd;
  });
  useEffect(() => {
    if (!shown || frame.current === null) return;
    const watch = new ResizeObserver(() => atEnd.current && virtual.scrollToEnd());
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [shown, virtual]);
  const last = lastSeq(entries);
  useEffect(() => {
    if (isAtEnd) setReadSeq(last);
  }, [isAtEnd, last]);
  useEntryKeys({ rows, current, onCurrent: setCurrent, show: (index) => virtual.scrollToIndex(index, { align: 'auto' }), frame });
  const people = useMemo(() => entries.filter(({ direction }) => direction !== 'system'), [entries]);
  const followingOf = useCallback(
    (entry: Entry): readonly string[] => people.filter(({ seq }) => seq > entry.seq).map(({ id }) => id),
    [people],
  );
  if (asked.data === undefined)
    return (
      <div className={css['line']}>
        {asked.isPending ? <Loading lines={8} /> : <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      </div>
    );
  if (!shown)
    return (
      <div className={css['line']}>
        <Empty icon="chat" title={t('emptyThread')} about={t('emptyThreadAbout')} />
      </div>
    );
  const fresh = isAtEnd || readSeq === null ? 0 : countNew(entries, readSeq, me.id);
  return (
    <div className={css['holder']}>
      <div
        ref={frame}
        className={css['line']}
        role="region"
        aria-label={t('title')}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          setAtEnd(scrollHeight - scrollTop - clientHeight < AT_END_PX);
          if (scrollTop < OLDER_AT_PX && hasOlder) void loadOlder();
        }}
      >
        <div className={css['rows']} style={{ height: virtual.getTotalSize() }}>
          <div className={css['older']}>
            {hasOlder ? (
              <Button small look="quiet" icon="up" busy={isLoadingOlder} onClick={() => void loadOlder()}>
                {t('older')}
              </Button>
            ) : (
              <span className="quiet small">{t('beginning')}</span>
            )}
          </div>
          {virtual.getVirtualItems().map(({ key, index, start }) => (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={css['row']}
              style={{ transform: `translateY(${start}px)` }}
            >
              <OneRow
                row={rows[index]!}
                ticket={ticket}
                mayWrite={mayWrite}
                current={current}
                onCurrent={setCurrent}
                followingOf={followingOf}
              />
            </div>
          ))}
        </div>
      </div>
      <div className={css['fresh']} role="status">
        {fresh > 0 && (
          <Button small look="primary" icon="down" onClick={() => virtual.scrollToEnd()}>
            {t('freshEntries', { count: fresh })}
          </Button>
        )}
      </div>
    </div>
  );
}

function OneRow({
  row,
  ticket,
  mayWrite,
  current,
  onCurrent,
  followingOf,
}: {
  readonly row: Row;
  readonly ticket: Ticket;
  readonly mayWrite: boolean;
  readonly current: string | null;
  readonly onCurrent: (id: string) => void;
  readonly followingOf: (entry: Entry) => readonly string[];
}) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  if (row.kind === 'day') return <h2 className={css['day']}>{format.dayOfWeek(row.at)}</h2>;
  if (row.kind === 'unread') return <p className={css['unread']}>{t('unreadSince')}</p>;
  if (row.kind === 'events') return <EventGroup entries={row.entries} />;
  return (
    <EntryRow
      ticket={ticket}
      entry={row.entry}
      continues={row.continues}
      isCurrent={current === row.entry.id}
      mayWrite={mayWrite}
      following={followingOf(row.entry)}
      onCurrent={onCurrent}
    />
  );
}
