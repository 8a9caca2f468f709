import { Badge, Button, Empty, SelectField, Shown, useAskedPages, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSections, type Summary } from './article.js';
import css from './knowledge.module.css';

const STATES = ['published', 'draft', 'archived'] as const;

export function ArticleList() {
  const { t, i18n } = useTranslation('knowledge');
  const sections = useSections();
  const [state, setState] = useState<(typeof STATES)[number] | ''>('');
  const [section, setSection] = useState('');
  const query = { limit: 50, language: i18n.language, ...(state === '' ? {} : { state }), ...(section === '' ? {} : { section }) };
  const articles = useAskedPages('GET /knowledge/articles', { query });
  return (
    <div className={css['part']}>
      <div className={css['filters']}>
        <SelectField label={t('state')} value={state} onChange={(event) => setState(event.target.value as typeof state)}>
          <option value="">{t('all')}</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`states.${each}`)}
            </option>
          ))}
        </SelectField>
        {sections.length > 0 && (
          <SelectField label={t('section')} value={section} onChange={(event) => setSection(event.target.value)}>
            <option value="">{t('all')}</option>
            {sections.map(({ key, path }) => (
              <option key={key} value={key}>
                {path}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      <Shown of={articles}>
        {(rows) =>
          rows.length === 0 ? <Empty icon="book" title={t('noArticles')} about={t('noArticlesAbout')} /> : <ArticleRows rows={rows} />
        }
      </Shown>
      {articles.hasNextPage && (
        <Button busy={articles.isFetchingNextPage} onClick={() => void articles.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}

export function ArticleRows({ rows }: { readonly rows: readonly Summary[] }) {
  const { t } = useTranslation('knowledge');
  const format = useFormat();
  const sections = useSections();
  return (
    <ul className={css['rows']}>
      {rows.map(({ id, title, state, section, visibility, updatedAt, version, publishedVersion, reviewDue }) => (
        <li key={id} className={css['row']}>
          <span>
            <Link href={`/knowledge/${id}`}>{title}</Link>{' '}
            {state !== 'published' && <Badge tone={state === 'draft' ? 'accent' : 'plain'}>{t(`states.${state}`)}</Badge>}{' '}
            {visibility === 'internal' && <Badge tone="warn">{t('internal')}</Badge>}{' '}
            {state === 'published' && publishedVersion !== version && <Badge tone="accent">{t('changeWaits')}</Badge>}
          </span>
          <span className="quiet small">
            {[
              sections.find(({ key }) => key === section)?.path,
              t('changed', { when: format.time(updatedAt) }),
              ...(reviewDue === null ? [] : [t('reviewDue', { when: format.day(reviewDue) })]),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
