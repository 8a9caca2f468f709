import { Button, TextArea, TextField, useDoing } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from '../side/side.module.css';
import { MEASURE_CHANGES } from './measure.js';

interface EndFormProps {
  readonly measureId: string;
  readonly recording: 'required' | 'optional' | 'none';
}

/** What came of it, and where its recording lies. */
export function EndForm({ measureId, recording }: EndFormProps) {
  const { t } = useTranslation('thread');
  const [result, setResult] = useState('');
  const [place, setPlace] = useState('');
  const end = useDoing('POST /measures/{measureId}/end', MEASURE_CHANGES);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = Object.entries({ result, recording: place }).filter(([, value]) => value.trim() !== '');
    end.mutate({ path: { measureId }, body: Object.fromEntries(said.map(([key, value]) => [key, value.trim()])) });
  };
  return (
    <form className={css['list']} onSubmit={submit}>
      <TextArea label={t('measures.result')} rows={2} maxLength={5_000} value={result} onChange={({ target }) => setResult(target.value)} />
      {recording !== 'none' && (
        <TextField
          label={t('measures.recording')}
          hint={t('measures.recordingHint')}
          required={recording === 'required'}
          maxLength={1_000}
          value={place}
          onChange={({ target }) => setPlace(target.value)}
        />
      )}
      <div className={css['row']}>
        <Button small look="primary" type="submit" busy={end.isPending}>
          {t('measures.end')}
        </Button>
      </div>
    </form>
  );
}
