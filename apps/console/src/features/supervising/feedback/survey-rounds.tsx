import {
  Button,
  Checkbox,
  Empty,
  Failed,
  Panel,
  SelectField,
  Shown,
  TextField,
  useAsked,
  useDoing,
  usePickText,
  useToasts,
} from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProfile } from '../desk-profile.js';
import css from './feedback.module.css';

const MOST = 100;

/** Asks chosen customers a periodic survey now, besides its own schedule (D0.15). */
export function SurveyRounds() {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const toasts = useToasts();
  const periodic = useProfile()?.surveys.periodic ?? [];
  const [round, setRound] = useState('');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const contacts = useAsked('GET /contacts', { query: { limit: MOST, ...(name.trim() && { name: name.trim() }) } }, { keep: true });
  const ask = useDoing('POST /survey-rounds', {
    tellsFailure: true,
    onDone: ({ asked }) => {
      setChosen(new Set());
      toasts.show({ text: t('rounds.asked', { count: asked }) });
    },
  });
  if (periodic.length === 0) return <Empty icon="star" title={t('rounds.none')} about={t('rounds.noneAbout')} />;
  const key = round || periodic[0]!.key;
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Panel title={t('rounds.title')}>
      <p className="quiet">{t('rounds.about')}</p>
      <div className={css['filters']}>
        <SelectField label={t('rounds.which')} value={key} onChange={(event) => setRound(event.target.value)}>
          {periodic.map((each) => (
            <option key={each.key} value={each.key}>
              {pick(each.name) ?? each.key}
            </option>
          ))}
        </SelectField>
        <TextField label={t('rounds.find')} type="search" value={name} onChange={(event) => setName(event.target.value)} />
      </div>
      <Shown of={contacts}>
        {({ items }) => (
          <ul className={css['people']}>
            {items.map(({ id, displayName, identities }) => (
              <li key={id}>
                <Checkbox
                  label={displayName ?? identities[0]?.raw ?? t('feedback.unnamed')}
                  hint={identities[0]?.raw}
                  checked={chosen.has(id)}
                  onChange={() => toggle(id)}
                />
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {ask.error !== null && <Failed error={ask.error} />}
      <div>
        <Button
          look="primary"
          icon="send"
          busy={ask.isPending}
          disabled={chosen.size === 0}
          onClick={() => ask.mutate({ body: { round: key, contactIds: [...chosen] } })}
        >
          {t('rounds.ask', { count: chosen.size })}
        </Button>
      </div>
    </Panel>
  );
}
