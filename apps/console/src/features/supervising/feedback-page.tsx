import { PageFrame, Tabs } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { Compensations } from './feedback/compensations.js';
import { FeedbackLists } from './feedback/feedback-lists.js';
import { SurveyRounds } from './feedback/survey-rounds.js';
import { useFilter } from './use-filter.js';

/** What customers said of the service, until everybody who must has seen it (D4.11). */
export function FeedbackPage() {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const [tab, setTab] = useFilter('tab');
  return (
    <PageFrame title={t('feedback.title')} about={t('feedback.about')}>
      <Tabs
        label={t('feedback.title')}
        value={tab || 'feedback'}
        onChange={setTab}
        tabs={[
          { key: 'feedback', label: t('feedback.all'), content: <FeedbackLists /> },
          { key: 'compensations', label: t('compensations.title'), content: <Compensations /> },
          ...(may('tickets:write') ? [{ key: 'rounds', label: t('rounds.title'), content: <SurveyRounds /> }] : []),
        ]}
      />
    </PageFrame>
  );
}
