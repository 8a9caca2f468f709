import { Badge, Button, Empty, Shown, useAsked, useDoing, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../session/session.js';
import { nameOfLanguage } from './article.js';
import css from './knowledge.module.css';

/** Which articles helped their readers: those that did not stand first. */
export function OpinionList() {
  const { t } = useTranslation('knowledge');
  const format = useFormat();
  const counted = useAsked('GET /knowledge/opinions', { query: { limit: 100 } });
  return (
    <Shown of={counted}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="book" title={t('noOpinions')} about={t('noOpinionsAbout')} />
        ) : (
          <ul className={css['rows']}>
            {items.map(({ articleId, title, state, yes, no, words, lastAt }) => (
              <li key={articleId} className={css['row']}>
                <span>
                  <Link href={`/knowledge/${articleId}`}>{title}</Link> {state !== 'published' && <Badge>{t(`states.${state}`)}</Badge>}
                </span>
                <span className={css['line']}>
                  <Counts yes={yes} no={no} />
                  <span className="quiet small">
                    {[...(words === 0 ? [] : [t('saidWhy', { count: words })]), t('lastSaid', { when: format.time(lastAt) })].join(' · ')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}

/** What readers of one article said, newest first. */
export function OpinionsOfArticle({ articleId }: { readonly articleId: string }) {
  const { t, i18n } = useTranslation('knowledge');
  const format = useFormat();
  const { may } = useSession();
  const opinions = useAsked('GET /knowledge/articles/{articleId}/opinions', { path: { articleId } });
  const takeOut = useDoing('DELETE /knowledge/articles/{articleId}/opinions/{opinionId}/words', {
    changes: ['GET /knowledge/articles/{articleId}/opinions', 'GET /knowledge/opinions'],
  });
  return (
    <section className={css['part']} aria-labelledby="helpful">
      <h2 id="helpful">{t('helpful')}</h2>
      <Shown of={opinions}>
        {({ yes, no, now, words }) =>
          yes + no === 0 ? (
            <p className="quiet">{t('helpedNobody')}</p>
          ) : (
            <>
              <p className={css['line']}>
                <Counts yes={yes} no={no} />
                {now.yes + now.no < yes + no && (
                  <span className="quiet small">{t('helpedNow', { yes: format.number(now.yes), no: format.number(now.no) })}</span>
                )}
              </p>
              {words.length > 0 && (
                <ul className={css['rows']}>
                  {words.map(({ id, helpful, words: said, language, version, at }) => (
                    <li key={id} className={css['row']}>
                      <p className={css['body']} lang={language}>
                        {said}
                      </p>
                      <span className={`quiet small ${css['line']}`}>
                        <Badge tone={helpful ? 'good' : 'warn'}>{t(helpful ? 'saidYes' : 'saidNo')}</Badge>
                        {[nameOfLanguage(language, i18n.language), t('version', { n: version }), format.time(at)].join(' · ')}
                        {may('tickets:write') && (
                          <Button small look="quiet" onClick={() => takeOut.mutate({ path: { articleId, opinionId: id } })}>
                            {t('takeOut')}
                          </Button>
                        )}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Counts({ yes, no }: { readonly yes: number; readonly no: number }) {
  const { t } = useTranslation('knowledge');
  const format = useFormat();
  return (
    <>
      <Badge tone={no > yes ? 'plain' : 'good'}>{t('helped', { n: format.number(yes) })}</Badge>
      <Badge tone={no > yes ? 'warn' : 'plain'}>{t('helpedNot', { n: format.number(no) })}</Badge>
    </>
  );
}
