import { type ClipboardEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { FormatTools, takeFormatKey } from '../../../writing/format-tools.js';
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
  const takeKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (onKey(event) || takeFormatKey(event, field)) event.preventDefault();
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
        <FormatTools field={field} />
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
