import { ApiProblem, Button, Dialog, Notice, SelectField, TextArea, TextField, useAsked, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Announcement } from './announcement.js';
import css from './announcements.module.css';
import { toInput, toInstant } from './local-times.js';

const SEVERITIES = ['info', 'warning', 'outage'] as const;
const TONES = { info: 'info', warning: 'warn', outage: 'bad' } as const;
const CHANGED = ['GET /announcements'] as const;

export interface Draft {
  readonly id: string | null;
  readonly version: number | null;
  readonly incident: string | null;
  readonly texts: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  readonly severity: Announcement['severity'];
  readonly from: string;
  readonly until: string;
  readonly shownFrom: string;
  /** In the desk's own language, where nothing was written yet. */
  readonly suggestedTitle?: string;
}

export const emptyDraft = (): Draft => ({
  id: null,
  version: null,
  incident: null,
  texts: {},
  severity: 'info',
  from: '',
  until: '',
  shownFrom: '',
});

export const toDraft = ({ id, version, incidentId, texts, severity, from, until, shownFrom }: Announcement): Draft => ({
  ...{ id, version, incident: incidentId, texts, severity },
  ...{ from: toInput(from), until: until === null ? '' : toInput(until), shownFrom: toInput(shownFrom) },
});

/** In several languages, with what customers will see beside it. */
export function AnnouncementForm({ draft: begun, onClose }: { readonly draft: Draft; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('announcements');
  const { t: kit } = useTranslation('kit');
  const desk = useAsked('GET /public/desk', undefined);
  const languages = desk.data?.languages ?? Object.keys(begun.texts);
  const [draft, setDraft] = useState(begun);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const language = chosen ?? languages[0] ?? 'en';
  const suggested = language === languages[0] ? (draft.suggestedTitle ?? '') : '';
  const words = draft.texts[language] ?? { title: suggested, text: '' };
  const making = useDoing('POST /announcements', { changes: CHANGED, tellsFailure: true, onDone: onClose });
  const changing = useDoing('PATCH /announcements/{announcementId}', { changes: CHANGED, tellsFailure: true, onDone: onClose });
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next });
  const write = (next: Partial<typeof words>) => change({ texts: { ...draft.texts, [language]: { ...words, ...next } } });

  const texts = Object.fromEntries(Object.entries({ [language]: words, ...draft.texts }).filter(([, { title }]) => title.trim() !== ''));
  const isUntitled = Object.keys(texts).length === 0;
  const isTurned = draft.from !== '' && draft.until !== '' && draft.until < draft.from;
  const publish = () => {
    setTried(true);
    if (isUntitled || isTurned) return;
    const times = {
      ...(draft.from === '' ? {} : { from: toInstant(draft.from) }),
      ...{ until: draft.until === '' ? null : toInstant(draft.until) },
      ...(draft.shownFrom === '' ? {} : { shownFrom: toInstant(draft.shownFrom) }),
    };
    const body = { texts, severity: draft.severity, ...times };
    if (draft.id === null) making.mutate({ body: { ...body, ...(draft.incident === null ? {} : { incident: draft.incident }) } });
    else
      changing.mutate({
        path: { announcementId: draft.id },
        body: { ...body, ...(draft.version === null ? {} : { expectedVersion: draft.version }) },
      });
  };
  const failed = making.error ?? changing.error;
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  return (
    <Dialog
      open
      look="wide"
      onClose={onClose}
      title={draft.id === null ? t('form.new') : t('form.change')}
      about={t('form.about')}
      actions={
        <>
          <Button onClick={onClose}>{kit('cancel')}</Button>
          <Button look="primary" busy={making.isPending || changing.isPending} onClick={publish}>
            {draft.id === null ? t('form.publish') : t('form.save')}
          </Button>
        </>
      }
    >
      <div className={css['form']}>
        <div className={css['fields']}>
          <SelectField label={t('form.language')} value={language} onChange={({ target }) => setChosen(target.value)}>
            {languages.map((each) => (
              <option key={each} value={each}>
                {`${names.of(each) ?? each}${draft.texts[each]?.title ? ' ✓' : ''}`}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('form.titleLabel')}
            value={words.title}
            maxLength={200}
            error={isTried && isUntitled ? t('form.needsTitle') : null}
            onChange={({ target }) => write({ title: target.value })}
          />
          <TextArea
            label={t('form.textLabel')}
            rows={4}
            maxLength={5_000}
            value={words.text}
            onChange={({ target }) => write({ text: target.value })}
          />
          <SelectField
            label={t('form.severity')}
            value={draft.severity}
            onChange={({ target }) => change({ severity: target.value as Draft['severity'] })}
          >
            {SEVERITIES.map((each) => (
              <option key={each} value={each}>
                {t(`severity.${each}`)}
              </option>
            ))}
          </SelectField>
          <div className={css['times']}>
            <TextField
              type="datetime-local"
              label={t('form.from')}
              value={draft.from}
              onChange={({ target }) => change({ from: target.value })}
            />
            <TextField
              type="datetime-local"
              label={t('form.until')}
              hint={t('form.untilHint')}
              value={draft.until}
              error={isTried && isTurned ? t('form.needsTimes') : null}
              onChange={({ target }) => change({ until: target.value })}
            />
            <TextField
              type="datetime-local"
              label={t('form.shownFrom')}
              hint={t('form.shownFromHint')}
              value={draft.shownFrom}
              onChange={({ target }) => change({ shownFrom: target.value })}
            />
          </div>
        </div>
        <section className={css['preview']} aria-label={t('form.preview')}>
          <p className="quiet small">{t('form.preview')}</p>
          <Notice tone={TONES[draft.severity]}>
            <div lang={language} dir="auto">
              <h3>{`${t(`severity.${draft.severity}`)} · ${words.title}`}</h3>
              <p className={css['text']}>{words.text}</p>
            </div>
          </Notice>
        </section>
      </div>
      {failed !== null && <Notice tone="bad">{explain(failed, t('form.conflict'), kit('problem.refused'))}</Notice>}
    </Dialog>
  );
}

function explain(error: unknown, conflict: string, refused: string): string {
  if (error instanceof ApiProblem && error.status === 409) return conflict;
  return error instanceof ApiProblem && typeof error.body['detail'] === 'string' ? error.body['detail'] : refused;
}
