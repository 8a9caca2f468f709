import { CopyText } from '#page-kit';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import css from './session.module.css';

const QrCode = lazy(() => import('./qr-code.js'));

/** The secret of a second factor on its way into an app: to be scanned, or typed where there is no camera. */
export function AuthenticatorSecret({ secret, otpauthUrl }: { readonly secret: string; readonly otpauthUrl: string }) {
  const { t } = useTranslation('session');
  return (
    <div className={css['secret']}>
      <p>{t('factorAbout')}</p>
      <Suspense fallback={<div className={css['qr']} />}>
        <QrCode text={otpauthUrl} label={t('factorQr')} />
      </Suspense>
      <p className="small">{t('factorSecret')}</p>
      <CopyText text={secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} copied={secret} label={t('factorSecret')} />
    </div>
  );
}
