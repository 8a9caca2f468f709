import { Empty } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Title } from './title.js';

export function MissingPage() {
  const { t } = useTranslation('help');
  return (
    <>
      <Title>{t('missing.title')}</Title>
      <p>
        <Link href="/">{t('missing.home')}</Link>
      </p>
    </>
  );
}

/** A link that leads nowhere, with what to do instead. */
export function DeadLink({ title, about }: { readonly title: string; readonly about: string }) {
  const { t } = useTranslation('help');
  return (
    <>
      <Title>{title}</Title>
      <Empty icon="link" title={about} action={<Link href="/new">{t('nav.write')}</Link>} />
    </>
  );
}
