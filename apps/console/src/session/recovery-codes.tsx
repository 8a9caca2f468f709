import { Button, CopyText, Notice, saveFile } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './session.module.css';

const FILE_NAME = 'tributary-recovery-codes.txt';

/** Shown once: copied, saved as a file, or written down. */
export function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  const { t } = useTranslation('session');
  const text = codes.join('\n');
  return (
    <div className={css['form']}>
      <Notice tone="warn">{t('factorRecovery')}</Notice>
      <CopyText text={text} label={t('recoveryCodes')} />
      <div className={css['buttons']}>
        <Button icon="download" onClick={() => saveFile(FILE_NAME, `${text}\n`)}>
          {t('factorSave')}
        </Button>
        <Button look="primary" onClick={onKept}>
          {t('factorDone')}
        </Button>
      </div>
    </div>
  );
}
