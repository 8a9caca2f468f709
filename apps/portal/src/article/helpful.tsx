import { Button, TextArea, useDoing } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './article.module.css';
import { keepOwnOpinion, readOwnOpinion } from './own-opinion.js';

/** Whether the article helped, and why: two words at its end, which may be changed; nobody is asked who he is. */
export function Helpful({ articleId, language }: { readonly articleId: string; readonly language: string }) {
  const { t } = useTranslation('help');
  const [own, setOwn] = useState(() => readOwnOpinion(articleId));
  const [words, setWords] = useState('');
  const [told, setTold] = useState<'thanks' | 'sent' | null>(null);
  const give = useDoing('PUT /help/articles/{articleId}/opinions/{opinionId}');
  const path = { articleId, opinionId: own.id };

  const choose = async (helpful: boolean) => {
    await give.mutateAsync({ path, body: { helpful, language } });
    const chosen = { ...own, helpful };
    keepOwnOpinion(articleId, chosen);
    setOwn(chosen);
    setTold('thanks');
  };
  const explain = async (event: FormEvent) => {
    event.preventDefault();
    if (own.helpful === null || words.trim() === '') return;
    await give.mutateAsync({ path, body: { helpful: own.helpful, words: words.trim(), language } });
    setWords('');
    setTold('sent');
  };
  return (
    <section className={css['helpful']} aria-label={t('helpful.ask')}>
      <div className={css['choice']}>
        <h2>{t('helpful.ask')}</h2>
        {([true, false] as const).map((helpful) => (
          <Button
            key={String(helpful)}
            look={own.helpful === helpful ? 'primary' : 'plain'}
            aria-pressed={own.helpful === helpful}
            onClick={() => void choose(helpful).catch(ignoreTold)}
          >
            {t(helpful ? 'helpful.yes' : 'helpful.no')}
          </Button>
        ))}
      </div>
      <p role="status">{told !== null && t(`helpful.${told}`)}</p>
      {told === 'thanks' && (
        <form className={css['why']} onSubmit={(event) => void explain(event).catch(ignoreTold)}>
          <TextArea
            label={t(own.helpful === true ? 'helpful.praise' : 'helpful.lack')}
            hint={t('helpful.hint')}
            rows={3}
            maxLength={2_000}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          <p>
            <Button type="submit" busy={give.isPending}>
              {t('helpful.send')}
            </Button>
          </p>
        </form>
      )}
    </section>
  );
}

/** What failed stands at the foot of the page already. */
function ignoreTold(): void {}
