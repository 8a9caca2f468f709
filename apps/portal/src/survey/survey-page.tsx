import { ApiProblem, Notice, Shown, useAsked, useDoing } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { DeadLink } from '../frame/missing-page.js';
import { Title } from '../frame/title.js';
import { Rating } from './rating.js';

/** A survey by its link; the short one in messages, `/s/<token>`, leads here. Answered in the desk's own words of thanks. */
export function SurveyPage() {
  const { t, i18n } = useTranslation('help');
  const { token = '' } = useParams();
  const survey = useAsked('GET /surveys/{token}', { path: { token }, query: { language: i18n.language } }, { keep: true });
  const give = useDoing('POST /surveys/{token}/answers', { changes: ['GET /surveys/{token}'] });
  const { error } = survey;
  const isKnown = give.error instanceof ApiProblem && give.error.code === 'survey_answered';
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 410))
    return <DeadLink title={t('rate.over')} about={t('progress.invalidAbout')} />;
  return (
    <>
      <Title>{t('rate.title')}</Title>
      <Shown of={survey}>
        {(asked) =>
          give.isSuccess || isKnown ? (
            <div role="status">
              <Notice tone="good">{isKnown ? t('rate.answered') : asked.thanks}</Notice>
            </div>
          ) : (
            <Rating survey={asked} isBusy={give.isPending} onGiven={(body) => give.mutate({ path: { token }, body })} />
          )
        }
      </Shown>
    </>
  );
}
