import { Button, Empty, PageFrame, Shown, Tabs, TextField, useAsked } from '#page-kit';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { ArticleList } from './article-list.js';
import { ImportDialog } from './import-dialog.js';
import css from './knowledge.module.css';
import { OpinionList } from './opinions.js';
import { Proposals, Reviews, Unanswered } from './to-do-lists.js';

/** The help from inside: found while it is typed, and what of it wants to be looked after. */
export function KnowledgePage() {
  const { t } = useTranslation('knowledge');
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const [tab, setTab] = useState('articles');
  const [imports, setImports] = useState(false);
  const question = useDeferredValue(typed.trim());
  return (
    <PageFrame
      title={t('title')}
      actions={
        <>
          <Button icon="up" onClick={() => setImports(true)}>
            {t('import')}
          </Button>
          <Button look="primary" icon="plus" onClick={() => go('/knowledge/new')}>
            {t('newArticle')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('search')}
        hideLabel
        type="search"
        placeholder={t('searchHere')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {question === '' ? (
        <Tabs
          label={t('title')}
          value={tab}
          onChange={setTab}
          tabs={[
            { key: 'articles', label: t('articles'), content: <ArticleList /> },
            { key: 'opinions', label: t('opinions'), content: <OpinionList /> },
            { key: 'reviews', label: t('reviews'), content: <Reviews /> },
            { key: 'unanswered', label: t('unanswered'), content: <Unanswered /> },
            { key: 'proposals', label: t('proposals'), content: <Proposals /> },
          ]}
        />
      ) : (
        <Found question={question} />
      )}
      {imports && <ImportDialog onClose={() => setImports(false)} />}
    </PageFrame>
  );
}

function Found({ question }: { readonly question: string }) {
  const { t } = useTranslation('knowledge');
  const found = useAsked('GET /knowledge/search', { query: { q: question, typing: 'true', limit: 20 } }, { keep: true });
  return (
    <section aria-label={t('found')}>
      <Shown of={found}>
        {({ items }) => (
          <>
            <p className="visually-hidden" role="status">
              {t('foundCount', { count: items.length })}
            </p>
            {items.length === 0 ? (
              <Empty icon="search" title={t('nothingFound')} about={t('nothingFoundAbout')} />
            ) : (
              <ul className={css['rows']}>
                {items.map(({ id, title, snippet, language }) => (
                  <li key={`${id} ${language}`} className={css['row']}>
                    <Link href={`/knowledge/${id}`} lang={language}>
                      {title}
                    </Link>
                    <p className="quiet small" lang={language}>
                      {snippet}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}
