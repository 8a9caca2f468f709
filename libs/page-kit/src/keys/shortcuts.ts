import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** One key ('j', '?', 'Enter', 'Escape'), two in a row ('g i'), or with Ctrl or ⌘ ('mod+Enter'). */
  readonly keys: string;
  /** What it does, in the reader's language: shown by `?`. */
  readonly label: string;
  readonly group: string;
  readonly run: () => void;
  /** Also while something is typed. */
  readonly inFields?: boolean;
}

const SEQUENCE_MS = 1_200;
const shortcuts = new Set<readonly Shortcut[]>();
const changed = new Set<() => void>();
let shown: readonly Shortcut[] = [];
let first = { key: '', at: 0 };

function tell(): void {
  shown = [...shortcuts].flat();
  for (const each of changed) each();
}

/** Keys of what is on the page while it is there. The last added one of the same keys wins. */
export function useShortcuts(wanted: readonly Shortcut[]): void {
  const latest = useRef(wanted);
  useEffect(() => {
    latest.current = wanted;
  });
  const print = wanted.map(({ keys, label, group }) => `${keys}\n${label}\n${group}`).join('\n');
  useEffect(() => {
    const held = latest.current.map((shortcut, index) => ({ ...shortcut, run: () => latest.current[index]?.run() }));
    shortcuts.add(held);
    tell();
    return () => {
      shortcuts.delete(held);
      tell();
    };
  }, [print]);
}

/** All keys that work now, for the page that `?` shows. */
export function useShownShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    () => shown,
  );
}

/** Hears keys of the whole page. Returns what stops it. */
export function hearKeys(): () => void {
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  // A dialog that is open has the keys to itself; a word that is composed (拼音) has them before anybody.
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  const target = event.target as HTMLElement;
  const isTyping = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const isBehind =
    document.querySelector('[role="dialog"],[role="menu"]') !== null && target.closest('[role="dialog"],[role="menu"]') !== null;
  const single = event.ctrlKey || event.metaKey ? `mod+${event.key}` : event.key;
  const pair = event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${single}` : '';
  const fits = ({ keys, inFields }: Shortcut) => (keys === single || keys === pair) && ((!isTyping && !isBehind) || inFields === true);
  const found = shown.filter(fits);
  const chosen = found.findLast(({ keys }) => keys === pair) ?? found.at(-1);
  first = { key: single, at: event.timeStamp };
  if (chosen === undefined) return;
  event.preventDefault();
  chosen.run();
}
