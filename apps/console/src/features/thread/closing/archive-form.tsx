import { Button, Checkbox, SelectField, TextArea, TextField, useAsked, useDoing } from '#page-kit';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import css from '../side/side.module.css';
import { useUndoToast } from '../undo.js';
import type { ClosingOf } from './closing.js';

const PARTS = ['process', 'solution', 'feedback'] as const;
type Typed = Readonly<Partial<Record<(typeof PARTS)[number] | 'article', string>>> & { readonly newProblem?: boolean };

/** What is kept of a case: filled in by whoever handled it; the last of it closes a ticket that waited. */
export function ArchiveForm({ ticket, closing }: { readonly ticket: Ticket; readonly closing: ClosingOf }) {
  const { t } = useTranslation('thread');
  const undoToast = useUndoToast();
  const { archive } = closing;
  // What was typed here; the rest is as it is by now, for the customer may have answered meanwhile.
  const [typed, type] = useState<Typed>({});
  const keep = useDoing('PUT /tickets/{id}/archive', {
    changes: ['GET /tickets/{id}/closing', 'GET /tickets/{id}'],
    onDone: ({ archive: { lastEdit } }) =>
      undoToast(t('closing.kept'), lastEdit === null ? null : `/tickets/${ticket.id}/archive/edits/${lastEdit}`),
  });
  return (
    <form
      className={css['list']}
      onSubmit={(event) => {
        event.preventDefault();
        const { newProblem, ...texts } = typed;
        const said = Object.entries(texts).map(([part, text]) => [part, text.trim() === '' ? null : text.trim()] as const);
        keep.mutate({
          path: { id: ticket.id },
          body: { ...Object.fromEntries(said), ...(newProblem !== undefined && { newProblem }) },
        });
      }}
    >
      {PARTS.map((part) => (
        <TextArea
          key={part}
          label={t(`archive.${part}`)}
          rows={2}
          maxLength={10_000}
          value={typed[part] ?? archive[part] ?? ''}
          onChange={({ target }) => type({ ...typed, [part]: target.value })}
        />
      ))}
      <ArticleChoice
        ticketId={ticket.id}
        value={typed.article ?? archive.article ?? ''}
        onChange={(article) => type({ ...typed, article })}
      />
      <Checkbox
        label={t('archive.newProblem')}
        hint={t('archive.newProblemHint')}
        checked={typed.newProblem ?? archive.newProblem}
        onChange={({ target }) => type({ ...typed, newProblem: target.checked })}
      />
      <div className={css['row']}>
        <Button small look="primary" type="submit" busy={keep.isPending}>
          {t('closing.keep')}
        </Button>
      </div>
    </form>
  );
}

interface ArticleChoiceProps {
  readonly ticketId: string;
  readonly value: string;
  readonly onChange: (article: string) => void;
}

/** Those that the customer's words suggest, or that are looked for. */
function ArticleChoice({ ticketId, value, onChange }: ArticleChoiceProps) {
  const { t, i18n } = useTranslation('thread');
  const [typed, type] = useState('');
  const q = useDeferredValue(typed.trim());
  const suggested = useAsked('GET /tickets/{id}/suggested-articles', { path: { id: ticketId } });
  const found = useAsked('GET /knowledge/search', { query: { q, typing: 'true', limit: 20 } }, { enabled: q !== '', keep: true });
  const kept = useAsked('GET /knowledge/articles/{articleId}', { path: { articleId: value } }, { enabled: value !== '' }).data;
  const items = (q === '' ? suggested : found).data?.items.filter(({ id }) => id !== kept?.id) ?? [];
  return (
    <>
      <TextField label={t('archive.findArticle')} type="search" value={typed} onChange={({ target }) => type(target.value)} />
      <SelectField label={t('archive.article')} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('none')}</option>
        {kept !== undefined && value !== '' && <option value={value}>{pickTitle(kept.content.texts, i18n.language) ?? value}</option>}
        {items
          .filter(({ id }) => id !== value)
          .map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
      </SelectField>
    </>
  );
}

function pickTitle(texts: Readonly<Record<string, { readonly title: string }>>, language: string): string | undefined {
  return (texts[language] ?? texts[language.split('-')[0]!] ?? Object.values(texts)[0])?.title;
}
