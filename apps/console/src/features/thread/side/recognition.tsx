import { Badge, Button, type ItemOf, SelectField, TextField, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { useChanging } from '../head/use-changing.js';
import { nameLanguage } from './name-language.js';
import { Section } from './section.js';
import css from './side.module.css';

const MOODS = ['satisfied', 'neutral', 'upset', 'angry'] as const;

type Recognised = ItemOf<'GET /tickets/{id}/recognition'>;

/** What was recognised, why, how sure; a person's word counts more, and the desk learns from it. */
export function Recognition({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const { data } = useAsked('GET /tickets/{id}/recognition', { path: { id: ticket.id } });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t('recognised')}>
      {data.items.map((each) => (
        <OneRecognised key={each.kind} ticket={ticket} recognised={each} mayWrite={may('tickets:write')} />
      ))}
    </Section>
  );
}

function OneRecognised({
  ticket,
  recognised,
  mayWrite,
}: {
  readonly ticket: Ticket;
  readonly recognised: Recognised;
  readonly mayWrite: boolean;
}) {
  const { t, i18n } = useTranslation('thread');
  const format = useFormat();
  const change = useChanging(ticket);
  const [draft, setDraft] = useState<string | null>(null);
  const { kind, label, confidence, because, basis, candidates } = recognised;
  // What the ticket holds is known a moment before the desk has learned from it.
  const held = ticket[kind];
  const correctedTo = held !== null && held !== label ? held : recognised.correctedTo;
  const words = useDeskWords();
  const name = t(`recognition.${kind}`);
  const show = (value: string | null): string | null => {
    if (value === null) return null;
    if (kind === 'category') return words.category(value);
    if (kind === 'urgency') return words.urgency(value);
    if (kind === 'mood') return t(`moods.${value as 'angry'}`, { defaultValue: value });
    return nameLanguage(value, i18n.language);
  };
  const choices = kind === 'category' ? words.categories : kind === 'mood' ? MOODS : kind === 'urgency' ? words.urgencies : null;
  const save = (value: string) => {
    if (value.trim() !== '') change({ [kind]: value.trim() }, t('said.corrected', { name, value: show(value.trim()) ?? '' }));
    setDraft(null);
  };
  return (
    <div className={css['list']}>
      <p className={css['row']}>
        <span className="quiet">{name}</span> <strong>{show(correctedTo ?? label) ?? t('unsure')}</strong>
        {correctedTo === null ? <Badge>{format.share(confidence)}</Badge> : <Badge tone="accent">{t('corrected')}</Badge>}
        {mayWrite && draft === null && (
          <Button small look="quiet" onClick={() => setDraft('')} aria-label={t('correctNamed', { name })}>
            {t('correct')}
          </Button>
        )}
      </p>
      <p className="quiet small">
        {t(`basis.${basis}`)}
        {because.length > 0 && `: ${format.list(because.map((word) => `“${word}”`))}`}
      </p>
      {draft !== null && (
        <form
          className={css['list']}
          onSubmit={(event) => {
            event.preventDefault();
            save(draft);
          }}
        >
          <div className={css['row']}>
            {candidates
              .filter((each) => each.label !== (correctedTo ?? label))
              .slice(0, 5)
              .map((each) => (
                <Button key={each.label} small onClick={() => save(each.label)}>
                  {show(each.label)}
                </Button>
              ))}
          </div>
          {choices === null ? (
            <TextField label={t('correctTo')} autoFocus value={draft} onChange={({ target }) => setDraft(target.value)} />
          ) : (
            <SelectField label={t('correctTo')} autoFocus value={draft} onChange={({ target }) => setDraft(target.value)}>
              <option value="">–</option>
              {choices.map((each) => (
                <option key={each} value={each}>
                  {show(each)}
                </option>
              ))}
            </SelectField>
          )}
          <Button small look="primary" type="submit" disabled={draft.trim() === ''}>
            {t('correct')}
          </Button>
        </form>
      )}
    </div>
  );
}
