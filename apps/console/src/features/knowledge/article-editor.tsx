import { Button, Notice, SelectField, TextArea, TextField, explainProblem, useDoing } from '#page-kit';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { FormatTools, takeFormatKey } from '../../writing/format-tools.js';
import { languageOf, nameOfLanguage, useSections, type Article, type Content, type Text } from './article.js';
import css from './knowledge.module.css';

const LANGUAGES = ['zh', 'en', 'ja', 'ko', 'es', 'fr', 'de', 'ru', 'pt', 'it', 'ar', 'vi'];
const EMPTY: Text = { title: '', body: '' };

/** Words of an article, language by language; saved as a new version, which readers see when it is published. */
export function ArticleEditor({ article, onDone }: { readonly article: Article | null; readonly onDone: () => void }) {
  const { t, i18n } = useTranslation('knowledge');
  const { t: kit } = useTranslation('kit');
  const [, go] = useLocation();
  const [asked] = useSearchParams();
  const sections = useSections();
  const [content, setContent] = useState<Content>(
    article?.content ?? { texts: { [i18n.language.split('-')[0]!]: { ...EMPTY, title: asked.get('title') ?? '' } } },
  );
  const [language, setLanguage] = useState(() => languageOf(content, i18n.language));
  const [note, setNote] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const options = {
    tellsFailure: true,
    changes: ['GET /knowledge/articles', 'GET /knowledge/articles/{articleId}', 'GET /knowledge/articles/{articleId}/versions'],
  } as const;
  const write = useDoing('POST /knowledge/articles', { ...options, onDone: ({ id }) => go(`/knowledge/${id}`, { replace: true }) });
  const change = useDoing('PATCH /knowledge/articles/{articleId}', { ...options, onDone });
  const text = content.texts[language] ?? EMPTY;
  const put = (changed: Partial<Text>) => setContent({ ...content, texts: { ...content.texts, [language]: { ...text, ...changed } } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const texts = Object.fromEntries(
      Object.entries(content.texts).filter(([, { title, body }]) => title.trim() !== '' && body.trim() !== ''),
    );
    const body = { content: { ...content, texts }, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    if (article === null) write.mutate({ body });
    else change.mutate({ path: { articleId: article.id }, body: { ...body, expectedVersion: article.version } });
  };
  const error = write.error ?? change.error;
  const fault = error === null ? null : explainProblem(error, kit);
  return (
    <form className={css['part']} onSubmit={submit}>
      <h1>{article === null ? t('newArticle') : t('editArticle')}</h1>
      <div className={css['filters']}>
        <SelectField label={t('language')} value={language} onChange={(event) => setLanguage(event.target.value)}>
          {[...new Set([...Object.keys(content.texts), ...LANGUAGES])].map((each) => (
            <option key={each} value={each}>
              {nameOfLanguage(each, i18n.language)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('section')}
          value={content.section ?? ''}
          onChange={(event) => setContent({ ...content, section: event.target.value || null })}
        >
          <option value="">{t('noSection')}</option>
          {sections.map(({ key, path }) => (
            <option key={key} value={key}>
              {path}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('visibility')}
          value={content.visibility ?? 'public'}
          onChange={(event) => setContent({ ...content, visibility: event.target.value as 'public' | 'internal' })}
        >
          <option value="public">{t('forAll')}</option>
          <option value="internal">{t('internal')}</option>
        </SelectField>
      </div>
      <TextField
        label={t('articleTitle')}
        required
        maxLength={300}
        value={text.title}
        onChange={(event) => put({ title: event.target.value })}
      />
      <div className={css['written']}>
        <div className={css['line']} role="toolbar" aria-label={t('format')}>
          <FormatTools field={field} />
        </div>
        <TextArea
          ref={field}
          label={t('body')}
          hint={t('bodyHint')}
          required
          rows={16}
          value={text.body}
          onChange={(event) => put({ body: event.target.value })}
          onKeyDown={(event) => takeFormatKey(event, field) && event.preventDefault()}
        />
      </div>
      <TextField
        label={t('keywords')}
        hint={t('keywordsHint')}
        value={(text.keywords ?? []).join(', ')}
        onChange={(event) =>
          put({ keywords: event.target.value.split(/[,，、]\s*/).filter((word, index, all) => word !== '' || index === all.length - 1) })
        }
        onBlur={() => put({ keywords: (text.keywords ?? []).map((word) => word.trim()).filter(Boolean) })}
      />
      {article !== null && <TextField label={t('note')} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />}
      {fault !== null && (
        <Notice tone="bad">
          <strong>{fault.title}</strong> {fault.about}
        </Notice>
      )}
      <div className={css['actions']}>
        <Button type="submit" look="primary" busy={write.isPending || change.isPending}>
          {t('saveDraft')}
        </Button>
        <Button onClick={() => (article === null ? go('/knowledge') : onDone())}>{kit('cancel')}</Button>
      </div>
    </form>
  );
}
