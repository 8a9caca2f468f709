import { IconButton, Menu, type MenuItem } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoveDialog } from '../deciding/move-dialog.js';
import type { Entry, Ticket } from '../entry.js';
import css from './entry.module.css';
import { RawDialog } from './raw-dialog.js';
import { Why } from './why.js';

/** What can be looked up and done about an entry; seen when it is pointed at or has the keys. */
export function EntryActions({
  ticket,
  entry,
  isCurrent,
  mayWrite,
  following,
}: {
  readonly ticket: Ticket;
  readonly entry: Entry;
  readonly isCurrent: boolean;
  readonly mayWrite: boolean;
  readonly following: readonly string[];
}) {
  const { t } = useTranslation('thread');
  const [open, setOpen] = useState<'raw' | 'move' | 'split' | null>(null);
  const items: MenuItem[] = [
    ...(entry.raw === null ? [] : [{ key: 'raw', icon: 'raw' as const, label: t('raw'), onSelect: () => setOpen('raw') }]),
  ];
  const moves: MenuItem[] = mayWrite
    ? [
        { key: 'move', icon: 'move', label: t('move'), onSelect: () => setOpen('move') },
        { key: 'split', icon: 'split', label: t('split'), onSelect: () => setOpen('split') },
      ]
    : [];
  return (
    <div className={`${css['actions']} ${isCurrent ? css['actionsShown'] : ''}`}>
      {entry.threading !== null && (
        <Why entry={entry} onMove={mayWrite ? () => setOpen('move') : null} onSplit={mayWrite ? () => setOpen('split') : null} />
      )}
      {items.length + moves.length > 0 && (
        <Menu trigger={<IconButton small icon="more" label={t('entryActions')} />} groups={[items, moves]} />
      )}
      {/* For the key `o`: a menu that is closed has no items to press. */}
      {entry.raw !== null && (
        <button type="button" data-raw className="visually-hidden" tabIndex={-1} aria-hidden onClick={() => setOpen('raw')} />
      )}
      {open === 'raw' && <RawDialog entry={entry} onClose={() => setOpen(null)} />}
      {(open === 'move' || open === 'split') && (
        <MoveDialog ticket={ticket} entry={entry} following={following} kind={open} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
