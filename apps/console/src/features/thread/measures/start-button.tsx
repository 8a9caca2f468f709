import { Button, useDoing } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from '../side/side.module.css';
import { MEASURE_CHANGES } from './measure.js';

export function StartButton({ measureId }: { readonly measureId: string }) {
  const { t } = useTranslation('thread');
  const start = useDoing('POST /measures/{measureId}/start', MEASURE_CHANGES);
  return (
    <div className={css['row']}>
      <Button small look="primary" icon="play" busy={start.isPending} onClick={() => start.mutate({ path: { measureId } })}>
        {t('measures.start')}
      </Button>
    </div>
  );
}
