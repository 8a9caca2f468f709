import { Button, Dialog, TextField, useDoing, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Article } from './article.js';

const CHANGES = [
  'GET /knowledge/articles',
  'GET /knowledge/articles/{articleId}',
  'GET /knowledge/articles/{articleId}/versions',
  'GET /knowledge/reviews',
] as const;

/** Publish, archive, and the word of somebody who looked whether it still holds. */
export function ArticleActions({ article }: { readonly article: Article }) {
  const { t } = useTranslation('knowledge');
  const toasts = useToasts();
  const path = { articleId: article.id };
  const expectedVersion = article.version;
  const tell = (text: string) => ({ changes: CHANGES, onDone: () => toasts.show({ text }) });
  const publish = useDoing('POST /knowledge/articles/{articleId}/publication', tell(t('published')));
  const archive = useDoing('POST /knowledge/articles/{articleId}/archiving', tell(t('archived')));
  const review = useDoing('POST /knowledge/articles/{articleId}/reviews', tell(t('reviewed')));
  const [reviews, setReviews] = useState(false);
  const [note, setNote] = useState('');
  const judge = (valid: boolean) => {
    setReviews(false);
    review.mutate({ path, body: { valid, expectedVersion, ...(note.trim() === '' ? {} : { note: note.trim() }) } });
  };
  const isShown = article.state === 'published' && article.publishedVersion === article.version;
  return (
    <>
      {!isShown && (
        <Button look="primary" icon="globe" busy={publish.isPending} onClick={() => publish.mutate({ path, body: { expectedVersion } })}>
          {t('publish')}
        </Button>
      )}
      {article.state === 'published' && (
        <Button icon="check" busy={review.isPending} onClick={() => setReviews(true)}>
          {t('review')}
        </Button>
      )}
      {article.state !== 'archived' && (
        <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate({ path, body: { expectedVersion } })}>
          {t('archive')}
        </Button>
      )}
      <Dialog
        open={reviews}
        onClose={() => setReviews(false)}
        title={t('review')}
        about={t('reviewAbout')}
        actions={
          <>
            <Button look="danger" onClick={() => judge(false)}>
              {t('holdsNot')}
            </Button>
            <Button look="primary" onClick={() => judge(true)}>
              {t('holds')}
            </Button>
          </>
        }
      >
        <TextField label={t('note')} autoFocus maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Dialog>
    </>
  );
}
