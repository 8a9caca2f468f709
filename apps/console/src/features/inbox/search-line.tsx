import { Button, Dialog, Icon, IconButton, TextField, useDoing, useShortcuts, useToasts } from '#page-kit';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type Chip, completeSearch, KNOWN_VALUES, readSearch, toQuery, writeSearch } from './filters.js';
import { type DeskWords, type Priority, useDeskWords } from '../../shell/desk-names.js';
import css from './inbox.module.css';
import type { View } from './view-name.js';

interface SearchLineProps {
  readonly line: string;
  readonly onSearch: (chips: readonly Chip[], text: string) => void;
  readonly view: View | undefined;
}

const TYPING_MS = 250;

/** One line for everything: words search all that was ever written, `status:open` filters; filters show as chips too. */
export function SearchLine({ line, onSearch, view }: SearchLineProps) {
  const { t } = useTranslation('inbox');
  const words = useDeskWords();
  const field = useRef<HTMLInputElement>(null);
  const [typed, type] = useState(line);
  const [saves, setSaves] = useState(false);
  const list = useId();
  const { chips } = readSearch(line);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => {
    if (typed === line) return undefined;
    const timer = setTimeout(() => {
      const read = readSearch(typed);
      latest.current(read.chips, read.text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, line]);
  const set = (next: string) => {
    type(next);
    const read = readSearch(next);
    onSearch(read.chips, read.text);
  };
  useShortcuts([{ keys: '/', label: t('search'), group: t('keysGroup'), run: () => field.current?.focus() }]);
  const onKey = (event: KeyboardEvent) => {
    // Found already while it was typed: the keys of the list work now.
    if (event.key === 'Enter') {
      set(typed);
      field.current?.blur();
    }
    if (event.key === 'Escape') {
      if (typed === '') field.current?.blur();
      else set('');
    }
  };
  const without = (chip: Chip) => {
    const read = readSearch(typed);
    set(
      writeSearch(
        read.chips.filter(({ name, value }) => name !== chip.name || value !== chip.value),
        read.text,
      ),
    );
  };
  return (
    <search className={css['search']}>
      <div className={css['searchField']}>
        <Icon name="search" size={16} />
        <input
          ref={field}
          type="search"
          aria-label={t('search')}
          placeholder={t('searchHint')}
          value={typed}
          list={list}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKey}
        />
        <datalist id={list}>
          {completeSearch(typed, KNOWN_VALUES).map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
        {typed !== '' && <IconButton small icon="star" label={t('saveView')} onClick={() => setSaves(true)} />}
      </div>
      {chips.length > 0 && (
        <ul className={css['chips']} aria-label={t('filters')}>
          {chips.map((chip) => (
            <li key={`${chip.name} ${chip.value}`}>
              <button
                type="button"
                className={css['chip']}
                aria-label={t('removeFilter', { filter: `${chip.name}: ${chip.value}` })}
                onClick={() => without(chip)}
              >
                {t(`filter.${chip.name}` as 'filter.status')}: {showValue(chip, t, words)}
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SaveView open={saves} onClose={() => setSaves(false)} line={typed} view={view} />
    </search>
  );
}

const isPriority = (value: string): value is Priority => KNOWN_VALUES['priority']!.includes(value);

function showValue({ name, value }: Chip, t: ReturnType<typeof useTranslation<'inbox'>>['t'], words: DeskWords): string {
  if (name === 'priority' && isPriority(value)) return words.priority(value);
  if (name === 'category') return words.category(value);
  return (KNOWN_VALUES[name] ?? []).includes(value) ? t(`value.${value}` as 'value.open') : value;
}

/** The filters of the view he is in, and those of the line, under a name of his own. */
function SaveView({
  open,
  onClose,
  line,
  view,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly line: string;
  readonly view: View | undefined;
}) {
  const { t } = useTranslation('inbox');
  const { t: kit } = useTranslation('kit');
  const toasts = useToasts();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const save = useDoing('POST /views', {
    changes: ['GET /views'],
    onDone: (made) => {
      onClose();
      toasts.show({ text: t('viewSaved', { name }) });
      go(`/views/${made.id}`);
    },
  });
  const submit = () =>
    name.trim() !== '' && save.mutate({ body: { name: name.trim(), query: { ...(view?.query ?? {}), ...toQuery(readSearch(line)) } } });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('saveView')}
      about={line}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" busy={save.isPending} onClick={submit}>
            {kit('save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('viewNameLabel')}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && submit()}
      />
    </Dialog>
  );
}
