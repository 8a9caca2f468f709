import { IconButton } from '#page-kit';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { continueList, makeLink, toggleList, toggleMark, type Edit } from './edit-text.js';
import css from './editor.module.css';

interface EditorProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onLeave: () => void;
  /** Keys the editor does not take itself; true: it was one of theirs. */
  readonly onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly describedBy?: string;
  /** Further tools beside those of the text. */
  readonly tools?: ReactNode;
  readonly mentions?: ReactNode;
}

/** A text field that continues lists and marks words; what is typed in 拼音 has its keys to itself. */
export function Editor({ field, label, placeholder, text, onText, onFiles, onLeave, onKey, describedBy, tools, mentions }: EditorProps) {
  const { t } = useTranslation('answer');
  const edit = (make: (text: string, from: number, to: number) => Edit | null): boolean => {
    const area = field.current;
    const made = area === null ? null : make(area.value, area.selectionStart, area.selectionEnd);
    if (area === null || made === null) return false;
    applyEdit(area, made);
    return true;
  };
  const takeKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Safari ends a composition before the key that ended it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const taken =
      onKey(event) ||
      (mod && key === 'b' && edit((...at) => toggleMark(...at, '**'))) ||
      (mod && key === 'i' && edit((...at) => toggleMark(...at, '_'))) ||
      (key === 'enter' && !mod && !event.shiftKey && edit((now, from, to) => (from === to ? continueList(now, from) : null)));
    if (taken) event.preventDefault();
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    <div className={css['editor']}>
      <div className={css['tools']} role="toolbar" aria-label={t('format')}>
        <IconButton small icon="bold" label={t('bold')} onClick={() => edit((...at) => toggleMark(...at, '**'))} />
        <IconButton small icon="italic" label={t('italic')} onClick={() => edit((...at) => toggleMark(...at, '_'))} />
        <IconButton small icon="list" label={t('points')} onClick={() => edit((...at) => toggleList(...at, 'points'))} />
        <IconButton small icon="numbers" label={t('numbers')} onClick={() => edit((...at) => toggleList(...at, 'numbers'))} />
        <IconButton small icon="link" label={t('link')} onClick={() => edit((...at) => makeLink(...at))} />
        {tools}
      </div>
      <div className={css['place']}>
        <textarea
          ref={field}
          data-answer
          className={css['text']}
          aria-label={label}
          aria-describedby={describedBy}
          placeholder={placeholder}
          rows={4}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={takeKey}
          onPaste={paste}
          onBlur={onLeave}
        />
        {mentions}
      </div>
    </div>
  );
}

/** Through the browser's own way of typing, so that its undo knows it. */
export function applyEdit(area: HTMLTextAreaElement, { from, to, insert, select }: Edit): void {
  area.focus();
  area.setSelectionRange(from, to);
  const typed = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (!typed && from !== to + insert.length) {
    area.setRangeText(insert, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(...select);
}
