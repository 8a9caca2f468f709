import { PageFrame, Tabs } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { DeadLetters } from './dead-letters.js';
import { Quarantine } from './quarantine.js';
import { useQuery } from './use-query.js';

/** What stands outside of the work: messages that could not be used, and senders held back as a flood or spam. */
export function DeadLettersPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'dead' });
  const [{ tab = 'letters' }, change] = useQuery<'tab'>();
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Tabs
        label={t('title')}
        value={tab === 'quarantine' ? tab : 'letters'}
        onChange={(next) => change({ tab: next })}
        tabs={[
          { key: 'letters', label: t('letters'), content: <DeadLetters /> },
          { key: 'quarantine', label: t('quarantine'), content: <Quarantine /> },
        ]}
      />
    </PageFrame>
  );
}
