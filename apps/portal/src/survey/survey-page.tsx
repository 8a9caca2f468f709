import { ApiProblem, Shown, useAsked, useDoing } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { DeadLink } from '../frame/missing-page.js';
import { Title } from '../frame/title.js';
import { Rating } from './rating.js';

/** A survey by its link. `/s/<token>` is the same for browsers without scripts. */
export function SurveyPage() {
  const { t } = useTranslation('help');
  const { token = '' } = useParams();
  const survey = useAsked('GET /surveys/{token}', { path: { token } });
  const give = useDoing('POST /surveys/{token}/answers', { changes: ['GET /surveys/{token}'] });
  const { error } = survey;
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 410))
    return <DeadLink title={t('rate.over')} about={t('progress.invalidAbout')} />;
  return (
    <>
      <Title>{t('rate.title')}</Title>
      <Shown of={survey}>
        {(asked) => <Rating survey={asked} isBusy={give.isPending} onGiven={(body) => give.mutate({ path: { token }, body })} />}
      </Shown>
    </>
  );
}
