import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './tools.module.css';

interface PickListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** What typing is compared with. */
  readonly wordsOf: (item: T) => string;
  readonly children: (item: T) => ReactNode;
  readonly onPick: (item: T) => void;
  readonly empty: string;
  /** Given where what is typed is looked for elsewhere: nothing is filtered here. */
  readonly search?: { readonly text: string; readonly onText: (text: string) => void };
}

/** A list that is filtered by typing and walked by arrows; Enter picks. */
export function PickList<T>({ label, items, keyOf, wordsOf, children, onPick, empty, search }: PickListProps<T>) {
  const { t } = useTranslation('answer');
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const text = search?.text ?? typed;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = search ? items : items.filter((item) => words.every((word) => wordsOf(item).toLowerCase().includes(word)));
  const chosen = Math.min(at, shown.length - 1);
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      const next = (chosen + step + shown.length) % shown.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && shown[chosen] !== undefined) {
      event.preventDefault();
      onPick(shown[chosen]);
    }
  };
  return (
    <div className={css['picker']}>
      <input
        className={css['filter']}
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${id}-${chosen}` : undefined}
        placeholder={t('filter')}
        autoFocus
        value={text}
        onChange={(event) => {
          setAt(0);
          (search?.onText ?? setTyped)(event.target.value);
        }}
        onKeyDown={onKey}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} className={css['options']}>
        {shown.map((item, index) => (
          <li
            key={keyOf(item)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={css['option']}
            onMouseMove={() => setAt(index)}
            onClick={() => onPick(item)}
          >
            {children(item)}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="quiet">{empty}</p>}
    </div>
  );
}
