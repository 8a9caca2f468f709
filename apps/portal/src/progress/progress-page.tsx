import { ApiProblem, Shown, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { DeadLink } from '../frame/missing-page.js';
import { AnswerBox } from './answer-box.js';
import { Acts } from './acts.js';
import { keepProof, readProof } from './proof.js';
import { Prove } from './prove.js';
import { readSiteToken } from './site-token.js';
import { Standing } from './standing.js';
import { Thread } from './thread.js';

const EVERY_MS = 4_000;

/** How a request stands by its link; what was written to it for who proves that he wrote it. */
export function ProgressPage() {
  const { t, i18n } = useTranslation('help');
  const { token = '' } = useParams();
  const [proof, setProof] = useState(() => readProof(token));
  const progress = useAsked(
    'GET /progress/{token}',
    { path: { token }, query: { language: i18n.language } },
    { every: EVERY_MS, keep: true },
  );
  const { error } = progress;
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 410) && progress.data === undefined)
    return <DeadLink title={t(error.status === 410 ? 'progress.expired' : 'progress.invalid')} about={t('progress.invalidAbout')} />;
  const prove = (next: string | null) => {
    keepProof(token, next);
    setProof(next);
  };
  return (
    <Shown of={progress}>
      {(standing) => (
        <>
          {readSiteToken() !== null && (
            <p>
              <Link href="/requests">{t('own.title')}</Link>
            </p>
          )}
          <Standing {...standing} />
          {proof === null ? <Prove token={token} onProved={prove} /> : <Thread token={token} proof={proof} onRefused={() => prove(null)} />}
          <AnswerBox token={token} proof={proof} />
          <Acts token={token} status={standing.status} />
        </>
      )}
    </Shown>
  );
}
