import { useShortcuts } from '#page-kit';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from './to-rows.js';

interface EntryKeys {
  readonly rows: readonly Row[];
  readonly current: string | null;
  readonly onCurrent: (id: string) => void;
  readonly show: (index: number) => void;
  readonly frame: RefObject<HTMLDivElement | null>;
}

/** From entry to entry by keys, and what can be asked of the one that has them. */
export function useEntryKeys({ rows, current, onCurrent, show, frame }: EntryKeys): void {
  const { t } = useTranslation('thread');
  const group = t('keys.group');
  const places = rows.flatMap((row, index) => (row.kind === 'entry' ? [{ index, id: row.entry.id }] : []));
  const find = (id: string) => frame.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`);
  const go = (step: 1 | -1) => {
    const at = places.findIndex(({ id }) => id === current);
    const next = at < 0 ? places.at(-1) : places[Math.min(places.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    onCurrent(next.id);
    show(next.index);
    // One that was out of sight is drawn first.
    requestAnimationFrame(() => requestAnimationFrame(() => find(next.id)?.focus({ preventScroll: true })));
  };
  const press = (selector: string) => {
    const id = current ?? places.at(-1)?.id;
    if (id === undefined) return;
    if (current === null) onCurrent(id);
    find(id)?.querySelector<HTMLElement>(selector)?.click();
  };
  useShortcuts([
    { keys: 'j', label: t('keys.next'), group, run: () => go(1) },
    { keys: 'k', label: t('keys.previous'), group, run: () => go(-1) },
    { keys: 'e', label: t('keys.expand'), group, run: () => press('[data-expand]') },
    { keys: 'h', label: t('keys.formatted'), group, run: () => press('[data-formatted]') },
    { keys: 'w', label: t('keys.why'), group, run: () => press('[data-why]') },
    { keys: 'o', label: t('keys.raw'), group, run: () => press('[data-raw]') },
  ]);
}
