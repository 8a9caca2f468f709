import { type ItemOf, Button, Empty, Failed, Loading, useAskedPages, useShortcuts } from '#page-kit';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketQuery } from './filters.js';
import { listAsking } from './first-list.js';
import { rememberList } from '../../shell/shown-list.js';
import css from './inbox.module.css';
import { ROW_PX, TicketRow } from './ticket-row.js';

interface TicketListProps {
  readonly query: TicketQuery;
  readonly label: string;
  readonly view: string;
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: ReadonlySet<string>) => void;
  readonly isFiltered: boolean;
}

const AHEAD = 15;
const NONE: readonly ItemOf<'GET /tickets'>[] = [];

/** As many tickets as there are, of which only those in sight are in the page; what comes on top moves nothing that is being read. */
export function TicketList({ query, label, view, open, onOpen, chosen, onChoose, isFiltered }: TicketListProps) {
  const { t } = useTranslation('inbox');
  const asked = useAskedPages('GET /tickets', listAsking(query));
  const tickets = asked.data ?? NONE;
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string | null>(open);
  const list = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
    getItemKey: (index) => tickets[index]?.id ?? index,
  });
  const rows = list.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (asked.hasNextPage && !asked.isFetchingNextPage && last >= tickets.length - AHEAD) void asked.fetchNextPage();
  }, [asked, last, tickets.length]);

  useEffect(() => rememberList({ href: `/views/${view}`, tickets: (asked.data ?? []).map(({ id }) => id) }), [asked.data, view]);

  // Scrolling tells where it stands: a browser that is asked at each drawing lays the page out each time.
  const scrolledTo = useRef(0);
  const top = useRef<{ id: string; index: number } | null>(null);
  const holdTop = (px: number) => {
    const index = Math.floor(px / ROW_PX);
    const first = tickets[index];
    scrolledTo.current = px;
    top.current = first === undefined ? null : { id: first.id, index };
  };
  useLayoutEffect(() => {
    const [shown, before] = [frame.current, top.current];
    if (shown !== null && before !== null && scrolledTo.current > 0) {
      const now = tickets.findIndex(({ id }) => id === before.id);
      if (now > before.index) {
        shown.scrollTop += (now - before.index) * ROW_PX;
        scrolledTo.current = shown.scrollTop;
      }
    }
    holdTop(scrolledTo.current);
    // Only what is listed moves rows.
  }, [tickets]);

  const goTo = (next: ItemOf<'GET /tickets'> | undefined) => {
    if (next === undefined) return;
    setAt(next.id);
    list.scrollToIndex(tickets.indexOf(next));
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-ticket="${next.id}"] a`)?.focus({ preventScroll: true }));
  };
  const move = (by: number) => goTo(tickets[Math.min(tickets.length - 1, Math.max(0, tickets.findIndex(({ id }) => id === at) + by))]);
  // Who comes back from a ticket goes on where it stands in the list.
  const wasOpen = useRef(open);
  useEffect(() => {
    const left = wasOpen.current;
    wasOpen.current = open;
    if (open !== null) setAt(open);
    else if (left !== null) goTo(tickets.find(({ id }) => id === left));
    // Only what is opened and left moves it.
  }, [open]);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  const group = t('keysGroup');
  useShortcuts([
    ...(open === null
      ? [
          { keys: 'j', label: t('next'), group, run: () => move(1) },
          { keys: 'k', label: t('previous'), group, run: () => move(-1) },
        ]
      : []),
    { keys: 'ArrowDown', label: t('next'), group, run: () => move(1) },
    { keys: 'ArrowUp', label: t('previous'), group, run: () => move(-1) },
    { keys: 'o', label: t('openTicket'), group, run: () => at !== null && onOpen(at) },
    { keys: 'x', label: t('choose'), group, run: () => at !== null && toggle(at) },
  ]);

  if (asked.data === undefined)
    return asked.isPending ? <Loading lines={8} /> : <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  if (tickets.length === 0)
    return isFiltered ? (
      <Empty icon="search" title={t('nothingFound')} about={t('nothingFoundAbout')} />
    ) : (
      <Empty icon="check" title={t('empty')} about={t(view === 'mine' ? 'emptyMine' : 'emptyView')} />
    );
  return (
    <div
      ref={frame}
      className={css['list']}
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget }) => holdTop(currentTarget.scrollTop)}
    >
      <ul style={{ height: list.getTotalSize() }} className={css['rows']} aria-label={label}>
        {rows.map((row) => {
          const ticket = tickets[row.index]!;
          return (
            <li
              key={row.key}
              data-ticket={ticket.id}
              className={css['rowPlace']}
              style={{ transform: `translateY(${row.start}px)` }}
              aria-setsize={-1}
              aria-posinset={row.index + 1}
            >
              <TicketRow
                ticket={ticket}
                href={`/views/${view}/${ticket.id}`}
                isOpen={open === ticket.id || open === ticket.number}
                isChosen={chosen.has(ticket.id)}
                onChoose={() => toggle(ticket.id)}
                onFocus={() => setAt(ticket.id)}
              />
            </li>
          );
        })}
      </ul>
      {asked.isFetchNextPageError && <Button onClick={() => void asked.fetchNextPage()}>{t('more')}</Button>}
    </div>
  );
}
