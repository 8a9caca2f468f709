import { Button, TextField, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from '../side/side.module.css';
import { MEASURE_CHANGES } from './measure.js';

/** What he said to it, who said it and how: by mail, on the phone. */
export function ConsentForm({ measureId }: { readonly measureId: string }) {
  const { t } = useTranslation('thread');
  const [by, setBy] = useState('');
  const [how, setHow] = useState('');
  const say = useDoing('POST /measures/{measureId}/consent', MEASURE_CHANGES);
  const record = (consented: boolean) => say.mutate({ path: { measureId }, body: { consented, by: by.trim(), how: how.trim() } });
  const isWhole = by.trim() !== '' && how.trim() !== '';
  return (
    <div className={css['list']}>
      <TextField label={t('measures.by')} maxLength={200} value={by} onChange={({ target }) => setBy(target.value)} />
      <TextField
        label={t('measures.how')}
        hint={t('measures.howHint')}
        maxLength={200}
        value={how}
        onChange={({ target }) => setHow(target.value)}
      />
      <div className={css['row']}>
        <Button small look="primary" busy={say.isPending} disabled={!isWhole} onClick={() => record(true)}>
          {t('measures.agreed')}
        </Button>
        <Button small busy={say.isPending} disabled={!isWhole} onClick={() => record(false)}>
          {t('measures.refused')}
        </Button>
      </div>
    </div>
  );
}
