import { type Answer, Empty, Notice, Shown, useFormat } from '#page-kit';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Title } from '../frame/title.js';
import { keepProof } from './proof.js';
import css from './progress.module.css';
import { hideSiteToken, readSiteToken } from './site-token.js';

type Own = Answer<'GET /own-requests'>;

/** All requests of who is signed in at the desk's own site: his login opens each, without a code. */
export function OwnRequestsPage() {
  const { t } = useTranslation('help');
  const format = useFormat();
  const [token] = useState(readSiteToken);
  useEffect(hideSiteToken, []);
  const own = useQuery({ queryKey: ['own-requests', token], queryFn: () => askOwn(token!), enabled: token !== null });
  return (
    <>
      <Title>{t('own.title')}</Title>
      {token === null || own.data === null ? (
        <Notice>{t('own.signIn')}</Notice>
      ) : (
        <Shown of={own}>
          {(data) => {
            const items = data?.items ?? [];
            if (items.length === 0) return <Empty icon="ticket" title={t('own.none')} action={<Link href="/new">{t('nav.write')}</Link>} />;
            return (
              <ul className={css['own']}>
                {items.map(({ number, subject, status, openedAt, token: link, proof }) => (
                  <li key={number}>
                    <Link href={`/progress/${link}`} onClick={() => keepProof(link, proof)} dir="auto">
                      {subject}
                    </Link>
                    <span className="quiet small">
                      {t('progress.title', { number })} · {t('progress.received', { at: format.time(openedAt) })}
                    </span>
                    <span className="small">{t(`progress.${status}`)}</span>
                  </li>
                ))}
              </ul>
            );
          }}
        </Shown>
      )}
    </>
  );
}

/** Null: the login is over, or none of this desk's. */
async function askOwn(token: string): Promise<Own | null> {
  const answer = await fetch('/api/v1/own-requests', { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`own requests: ${answer.status}`);
  return (await answer.json()) as Own;
}
