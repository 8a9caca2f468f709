import { useShortcuts, type Answer as AnswerOf } from '#page-kit';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './answer.module.css';
import { AskForm } from './ask-form.js';
import { useComposer, type Mode } from './use-composer.js';
import { WritingForm } from './writing-form.js';

const MODES: readonly Mode[] = ['answer', 'note', 'ask'];

/** The composer at the foot of a ticket's thread. */
export function Answer({ ticket }: { readonly ticket: AnswerOf<'GET /tickets/{id}'> }) {
  return <AnswerOfTicket key={ticket.id} ticket={ticket} />;
}

function AnswerOfTicket({ ticket }: { readonly ticket: AnswerOf<'GET /tickets/{id}'> }) {
  const { t } = useTranslation('answer');
  const { t: shell } = useTranslation('shell');
  const composer = useComposer(ticket);
  const { mode, setMode } = composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const wantsFocus = useRef(false);
  const begin = (next: Mode) => {
    wantsFocus.current = true;
    if (mode === next) focusAtEnd(field.current);
    else setMode(next);
  };
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    focusAtEnd(field.current);
  }, [mode]);
  useShortcuts([
    { keys: 'r', label: t('keys.answer'), group: shell('keysGroups.answer'), run: () => begin('answer') },
    { keys: 'n', label: t('keys.note'), group: shell('keysGroups.answer'), run: () => begin('note') },
  ]);
  return (
    <section className={css['answer']} data-mode={mode} aria-label={t('title')}>
      <div className={css['modes']} role="group" aria-label={t('kind')}>
        {MODES.map((each) => (
          <button key={each} type="button" className={css['mode']} aria-pressed={mode === each} onClick={() => begin(each)}>
            {t(`modes.${each}`)}
          </button>
        ))}
      </div>
      {mode === 'ask' ? <AskForm ticket={ticket} /> : <WritingForm {...{ ticket, composer, field, isNote: mode === 'note' }} />}
    </section>
  );
}

function focusAtEnd(area: HTMLTextAreaElement | null): void {
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}
