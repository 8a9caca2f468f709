import { PageFrame, Tabs } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Keys } from './keys.js';
import { MyFactor } from './my-factor.js';
import { People } from './people.js';
import { Roles } from './roles.js';
import { useQuery } from './use-query.js';

const TABS = ['people', 'keys', 'factor', 'roles'] as const;

/** Who may come in: people, programs, oneself. */
export function AccessPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const [{ tab }, change] = useQuery<'tab'>();
  const content = { people: <People />, keys: <Keys />, factor: <MyFactor />, roles: <Roles /> };
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Tabs
        label={t('title')}
        value={TABS.find((each) => each === tab) ?? 'people'}
        onChange={(next) => change({ tab: next })}
        tabs={TABS.map((key) => ({ key, label: t(`tabs.${key}`), content: content[key] }))}
      />
    </PageFrame>
  );
}
