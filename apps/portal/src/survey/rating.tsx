import { type Answer, Button, Notice, TextArea } from '#page-kit';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './rating.module.css';

type Survey = Answer<'GET /surveys/{token}'>;
export interface Given {
  value?: number;
  parts?: Record<string, number>;
  recommend?: number;
  reason?: string;
  suggestion?: string;
}

interface RatingProps {
  readonly survey: Survey;
  readonly isBusy: boolean;
  readonly onGiven: (answer: Given) => void;
}

/** A survey's questions, on a ticket's page and on its own. */
export function Rating({ survey, isBusy, onGiven }: RatingProps) {
  const { t } = useTranslation('help');
  const [given, setGiven] = useState<Given>({});
  const [isMissing, setMissing] = useState(false);
  if (survey.state === 'answered') return <Notice tone="good">{t('rate.answered')}</Notice>;
  const { kind, question, least, greatest, parts, recommend, reason, low, suggestion } = survey;
  const isWhole = parts.length === 0 ? given.value !== undefined : parts.every(({ key }) => given.parts?.[key] !== undefined);
  const isLow = given.value !== undefined && given.value <= low;
  const words = kind === 'three-step' ? [t('rate.low'), t('rate.middle'), t('rate.high')] : null;
  const scale = { least, greatest, words };
  return (
    <form
      className={css['rating']}
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(!isWhole);
        if (isWhole) onGiven(given);
      }}
    >
      {parts.length === 0 ? (
        <Scale question={question} {...scale} value={given.value} onChange={(value) => setGiven({ ...given, value })} />
      ) : (
        <>
          <p>{question}</p>
          {parts.map(({ key, name }) => (
            <Scale
              key={key}
              question={name}
              {...scale}
              value={given.parts?.[key]}
              onChange={(value) => setGiven({ ...given, parts: { ...given.parts, [key]: value } })}
            />
          ))}
        </>
      )}
      {recommend !== null && (
        <Scale
          question={recommend}
          least={0}
          greatest={10}
          words={null}
          value={given.recommend}
          onChange={(value) => setGiven({ ...given, recommend: value })}
        />
      )}
      {(reason === 'always' || (reason === 'low' && isLow)) && (
        <TextArea
          label={t('rate.reason')}
          rows={3}
          value={given.reason ?? ''}
          onChange={({ target }) => setGiven(withText(given, 'reason', target.value))}
        />
      )}
      {suggestion && (
        <TextArea
          label={t('rate.suggestion')}
          rows={3}
          value={given.suggestion ?? ''}
          onChange={({ target }) => setGiven(withText(given, 'suggestion', target.value))}
        />
      )}
      {isMissing && !isWhole && <Notice tone="bad">{t('form.pick')}</Notice>}
      <p>
        <Button type="submit" look="primary" busy={isBusy}>
          {t('rate.send')}
        </Button>
      </p>
    </form>
  );
}

function withText(given: Given, name: 'reason' | 'suggestion', text: string): Given {
  const { [name]: _before, ...rest } = given;
  return text.trim() === '' ? rest : { ...rest, [name]: text };
}

interface ScaleProps {
  readonly question: string;
  readonly least: number;
  readonly greatest: number;
  /** Of a scale of three; else its numbers. */
  readonly words: readonly string[] | null;
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
}

function Scale({ question, least, greatest, words, value, onChange }: ScaleProps) {
  const { t } = useTranslation('help');
  const name = useId();
  return (
    <fieldset className={css['scale']} aria-describedby={words === null ? `${name}-ends` : undefined}>
      <legend>{question}</legend>
      {Array.from({ length: greatest - least + 1 }, (_, index) => least + index).map((step) => (
        <label key={step} className={css['step']}>
          <input type="radio" name={name} checked={value === step} onChange={() => onChange(step)} />
          <span>{words?.[step - least] ?? step}</span>
        </label>
      ))}
      {words === null && (
        <p id={`${name}-ends`} className={`quiet small ${css['ends']}`}>
          {t('rate.ends', { least, greatest })}
        </p>
      )}
    </fieldset>
  );
}
