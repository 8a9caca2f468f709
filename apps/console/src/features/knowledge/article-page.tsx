import { Badge, Button, Shown, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { ArticleActions } from './article-actions.js';
import { ArticleEditor } from './article-editor.js';
import { ArticleText } from './article-text.js';
import { useSections, type Article } from './article.js';
import css from './knowledge.module.css';
import { OpinionsOfArticle } from './opinions.js';
import { Versions } from './versions.js';

export function ArticlePage() {
  const { t } = useTranslation('knowledge');
  const { id = '' } = useParams<{ id: string }>();
  return (
    <div className={css['page']}>
      <nav aria-label={t('back')}>
        <Link href="/knowledge">{t('title')}</Link>
      </nav>
      {id === 'new' ? <ArticleEditor article={null} onDone={() => undefined} /> : <OldArticle key={id} id={id} />}
    </div>
  );
}

function OldArticle({ id }: { readonly id: string }) {
  const article = useAsked('GET /knowledge/articles/{articleId}', { path: { articleId: id } });
  const [edits, setEdits] = useState(false);
  return (
    <Shown of={article}>
      {(data) =>
        edits ? (
          <ArticleEditor article={data} onDone={() => setEdits(false)} />
        ) : (
          <ShownArticle article={data} onEdit={() => setEdits(true)} />
        )
      }
    </Shown>
  );
}

function ShownArticle({ article, onEdit }: { readonly article: Article; readonly onEdit: () => void }) {
  const { t } = useTranslation('knowledge');
  const format = useFormat();
  const sections = useSections();
  const { state, content, version, publishedVersion, reviewDue, updatedAt, ticketId } = article;
  const facts = [
    sections.find(({ key }) => key === content.section)?.path,
    t('version', { n: version }),
    t('changed', { when: format.time(updatedAt) }),
    ...(reviewDue === null ? [] : [t('reviewDue', { when: format.day(reviewDue) })]),
  ].filter(Boolean);
  return (
    <>
      <div className={css['line']}>
        <Badge tone={state === 'published' ? 'good' : state === 'draft' ? 'accent' : 'plain'}>{t(`states.${state}`)}</Badge>
        {content.visibility === 'internal' && <Badge tone="warn">{t('internal')}</Badge>}
        {publishedVersion !== null && publishedVersion !== version && <Badge tone="accent">{t('changeWaits')}</Badge>}
        <span className="quiet small">{facts.join(' · ')}</span>
        {ticketId !== null && (
          <Link href={`/tickets/${ticketId}`} className="small">
            {t('ofTicket')}
          </Link>
        )}
      </div>
      <ArticleText content={content} />
      <div className={css['actions']}>
        <Button icon="note" onClick={onEdit}>
          {t('edit')}
        </Button>
        <ArticleActions article={article} />
      </div>
      {content.visibility === 'public' && <OpinionsOfArticle articleId={article.id} />}
      <Versions articleId={article.id} />
    </>
  );
}
