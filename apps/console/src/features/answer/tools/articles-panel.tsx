import { Badge, Button, Dialog, Shown, TextField, forget, useAsked, useDoing, useToasts, type Answer } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import css from './tools.module.css';

type Ticket = Answer<'GET /tickets/{id}'>;
type Article = Answer<'GET /knowledge/search'>['items'][number];

interface ArticlesPanelProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
  readonly onInsert: (text: string) => void;
}

/** What the help says to the customer's words, or to one's own; at the side, so that the thread stays in sight. */
export function ArticlesPanel({ ticket, onClose, onInsert }: ArticlesPanelProps) {
  const { t } = useTranslation('answer');
  const toasts = useToasts();
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const question = useDeferredValue(typed.trim());
  const path = { id: ticket.id };
  const suggested = useAsked('GET /tickets/{id}/suggested-articles', { path }, { enabled: question === '' });
  const found = useAsked('GET /knowledge/search', { query: { q: question, typing: 'true' } }, { enabled: question !== '', keep: true });
  const draft = useDoing('POST /tickets/{id}/solution-draft', {
    onDone: ({ id }) => toasts.show({ text: t('draftMade'), action: { label: t('openDraft'), run: () => go(`/knowledge/${id}`) } }),
  });
  return (
    <Dialog
      open
      look="panel"
      onClose={onClose}
      title={t('articles')}
      about={t('articlesAbout')}
      actions={
        <Button icon="book" busy={draft.isPending} onClick={() => draft.mutate({ path, body: {} })}>
          {t('solutionToDraft')}
        </Button>
      }
    >
      <TextField label={t('searchArticles')} type="search" autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Shown of={question === '' ? suggested : found}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{question === '' ? t('noSuggestions') : t('noArticles')}</p>
          ) : (
            <ul>
              {(items as readonly Article[]).map((article) => (
                <li key={article.id} className={css['article']}>
                  <FoundArticle {...{ article, ticket, onInsert, onClose }} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Dialog>
  );
}

function FoundArticle({ article, ticket, onInsert, onClose }: ArticlesPanelProps & { readonly article: Article }) {
  const { t } = useTranslation('answer');
  const toasts = useToasts();
  const cache = useQueryClient();
  const path = { id: ticket.id };
  const send = useDoing('POST /tickets/{id}/article-sendings', {
    onDone: () => {
      forget(cache, 'GET /tickets/{id}/entries', path);
      toasts.show({ text: t('articleSent', { title: article.title }) });
      onClose();
    },
  });
  // By its address in the customer's language, which the server knows.
  const link = useDoing('POST /tickets/{id}/articles', {
    onDone: ({ title, url }) => {
      if (url !== null) onInsert(`[${title.replaceAll(/[[\]]/g, '')}](${new URL(url, location.origin).href})`);
      onClose();
    },
  });
  const isPublic = article.visibility === 'public';
  return (
    <>
      <h3>
        {article.title} {!isPublic && <Badge tone="warn">{t('internal')}</Badge>}
      </h3>
      <p className={css['about']}>{article.snippet}</p>
      <div className={css['buttons']}>
        {isPublic && (
          <Button small icon="link" busy={link.isPending} onClick={() => link.mutate({ path, body: { articleId: article.id } })}>
            {t('insertLink')}
          </Button>
        )}
        {isPublic && (
          <Button
            small
            icon="send"
            busy={send.isPending}
            onClick={() => send.mutate({ path, body: { articleId: article.id, expectedVersion: ticket.version } })}
          >
            {t('sendArticle')}
          </Button>
        )}
        <a href={`/console/knowledge/${article.id}`} target="_blank" rel="noreferrer">
          {t('read')}
        </a>
      </div>
    </>
  );
}
