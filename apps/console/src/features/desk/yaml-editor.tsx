import { type Ref, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './desk.module.css';

export interface EditorHandle {
  readonly jump: (line: number) => void;
}

interface YamlEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly faultyLines: ReadonlySet<number>;
  readonly ref: Ref<EditorHandle>;
}

/** A text field as every browser has it, with numbers beside its lines: spell checking off, undo, search and screen readers as anywhere. */
export function YamlEditor({ text, onChange, faultyLines, ref }: YamlEditorProps) {
  const { t } = useTranslation('desk');
  const area = useRef<HTMLTextAreaElement>(null);
  const [top, setTop] = useState(0);
  const lines = useMemo(() => text.split('\n').length, [text]);
  const faulty = [...faultyLines].join();
  // Thousands of lines: made anew when their number or faults change, not with each letter.
  const numbers = useMemo(
    () =>
      Array.from({ length: lines }, (_, index) => (
        <li key={index} className={faulty.split(',').includes(String(index + 1)) ? css['faulty'] : undefined}>
          {index + 1}
        </li>
      )),
    [lines, faulty],
  );
  useImperativeHandle(ref, () => ({
    jump: (line) => {
      const field = area.current;
      if (field === null) return;
      const before = text.split('\n').slice(0, line - 1);
      const at = before.reduce((sum, each) => sum + each.length + 1, 0);
      const height = field.scrollHeight / lines;
      field.focus();
      field.setSelectionRange(at, at + (text.split('\n')[line - 1]?.length ?? 0));
      field.scrollTop = Math.max(0, (line - 4) * height);
    },
  }));
  return (
    <div className={css['editor']}>
      <div className={css['gutter']} aria-hidden>
        <ol style={{ transform: `translateY(${-top}px)` }}>{numbers}</ol>
      </div>
      <textarea
        ref={area}
        className={css['text']}
        aria-label={t('yaml')}
        aria-invalid={faultyLines.size > 0 || undefined}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      />
    </div>
  );
}
