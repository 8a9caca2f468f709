import { Button, Empty, OneOf, Shown, useAskedPages, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useProfile } from '../desk-profile.js';
import { useFilter } from '../use-filter.js';
import { FeedbackCard } from './feedback-card.js';
import css from './feedback.module.css';

const KINDS = ['rating', 'form', 'mail'] as const;

/** Low scores first, then the rest, newest first each. */
export function FeedbackLists() {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const readers = useProfile()?.surveys.feedback.readers ?? [];
  const [kind, setKind] = useFilter('kind');
  const [unseenBy, setUnseenBy] = useFilter('unseenBy');
  const known = KINDS.find((each) => each === kind);
  const query = { ...(known && { kind: known }), ...(unseenBy && { unseenBy }) };
  const low = useAskedPages('GET /feedback', { query: { ...query, low: true } });
  const others = useAskedPages('GET /feedback', { query: { ...query, low: false } });
  const isEmpty = low.data?.length === 0 && others.data?.length === 0;
  return (
    <div className={css['lists']}>
      <div className={css['filters']}>
        <OneOf
          label={t('feedback.kind')}
          value={kind}
          of={KINDS}
          nameOf={(each) => t(`feedback.kinds.${each}`)}
          all={t('feedback.allKinds')}
          onChange={setKind}
        />
        <OneOf
          label={t('feedback.unseen')}
          value={unseenBy}
          of={readers.map(({ key }) => key)}
          nameOf={(key) => t('feedback.unseenBy', { reader: pick(readers.find((each) => each.key === key)?.name) ?? key })}
          all={t('feedback.seenOrNot')}
          onChange={setUnseenBy}
        />
      </div>
      {isEmpty && (
        <Empty icon="star" title={t('feedback.none')} about={t(kind || unseenBy ? 'feedback.noneOfFilter' : 'feedback.noneAbout')} />
      )}
      {!isEmpty &&
        (
          [
            ['low', low],
            ['others', others],
          ] as const
        ).map(([name, list]) => (
          <section key={name} aria-label={t(`feedback.${name}`)} className={css['section']}>
            <h2>{t(`feedback.${name}`)}</h2>
            <Shown of={list}>
              {(items) =>
                items.length === 0 ? (
                  <p className="quiet">{t('feedback.noneHere')}</p>
                ) : (
                  <ul className={css['cards']}>
                    {items.map((feedback) => (
                      <FeedbackCard key={feedback.id} feedback={feedback} readers={readers} />
                    ))}
                  </ul>
                )
              }
            </Shown>
            {list.hasNextPage && (
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('more')}
              </Button>
            )}
          </section>
        ))}
    </div>
  );
}
