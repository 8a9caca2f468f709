import { Notice } from '#page-kit';
import { useTranslation } from 'react-i18next';

/** Who was faster, in the dialog whose change was not taken for it. */
export function ConflictNotice({ words }: { readonly words: string }) {
  const { t } = useTranslation('thread');
  if (words === '') return null;
  return (
    <Notice tone="warn">
      <p role="alert">
        {words} {t('conflict.notTaken')}
      </p>
    </Notice>
  );
}
