import { Badge, Button, Empty, Shown, useAsked, useDoing, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { ArticleRows } from './article-list.js';
import css from './knowledge.module.css';

/** Articles to look at this month, whether they still hold (D2.10). */
export function Reviews() {
  const { t, i18n } = useTranslation('knowledge');
  const reviews = useAsked('GET /knowledge/reviews', { query: { limit: 100, language: i18n.language } });
  return (
    <Shown of={reviews}>
      {({ items }) => (items.length === 0 ? <Empty title={t('noReviews')} about={t('noReviewsAbout')} /> : <ArticleRows rows={items} />)}
    </Shown>
  );
}

/** What people looked for in vain: an article to be written, or words to be added to one. */
export function Unanswered() {
  const { t } = useTranslation('knowledge');
  const format = useFormat();
  const [, go] = useLocation();
  const searches = useAsked('GET /knowledge/unanswered-searches', { query: { limit: 100 } });
  const settle = useDoing('POST /knowledge/unanswered-searches/dealt-with', { changes: ['GET /knowledge/unanswered-searches'] });
  return (
    <Shown of={searches}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="search" title={t('noUnanswered')} about={t('noUnansweredAbout')} />
        ) : (
          <ul className={css['rows']}>
            {items.map(({ question, unanswered, lastAt, language }) => (
              <li key={`${question} ${language}`} className={css['row']}>
                <span className={css['line']}>
                  <span lang={language ?? undefined}>{question}</span>
                  <Button small icon="plus" onClick={() => go(`/knowledge/new?title=${encodeURIComponent(question)}`)}>
                    {t('write')}
                  </Button>
                  <Button small look="quiet" onClick={() => settle.mutate({ body: { question } })}>
                    {t('dealtWith')}
                  </Button>
                </span>
                <span className="quiet small">
                  {t('inVain', { count: unanswered })} · {format.time(lastAt)}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}

/** Drafts that were made of what came again and again (D2.21). */
export function Proposals() {
  const { t } = useTranslation('knowledge');
  const proposals = useAsked('GET /knowledge/proposals', { query: { limit: 100 } });
  return (
    <Shown of={proposals}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="book" title={t('noProposals')} about={t('noProposalsAbout')} />
        ) : (
          <ul className={css['rows']}>
            {items.map(({ articleId, title, state, month, problem, tickets }) => (
              <li key={articleId} className={css['row']}>
                <span>
                  <Link href={`/knowledge/${articleId}`}>{title}</Link> <Badge>{t(`states.${state}`)}</Badge>
                </span>
                <span className="quiet small">
                  {problem} · {t('ofTickets', { count: tickets })} · {month}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
