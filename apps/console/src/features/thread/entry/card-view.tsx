import { Icon } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { PartOf } from '../entry.js';
import css from './entry.module.css';

/** A place, in words and numbers: no map of others is asked. */
export function LocationView({ part }: { readonly part: PartOf<'location'> }) {
  const { t } = useTranslation('thread');
  return (
    <div className={css['card']}>
      <Icon name="globe" />
      <div>
        <strong>{part.label ?? t('place')}</strong>
        {part.address !== undefined && <p>{part.address}</p>}
        {part.latitude !== undefined && part.longitude !== undefined && (
          <p className="quiet small">
            {`${part.latitude.toFixed(5)}, ${part.longitude.toFixed(5)} `}
            {part.datum === 'gcj02' && t('chineseMaps')}
          </p>
        )}
      </div>
    </div>
  );
}

/** What channels tell of a card that says something to a person; ids, keys of pictures and the like are in the raw message. */
const FACTS = {
  shop: ['shop_nickname', 'nickname'],
  order: ['order_id'],
  goods: ['product_titles'],
  price: ['price_wording'],
  state: ['state'],
  page: ['pagePath'],
} as const;

export function CardView({ part }: { readonly part: PartOf<'card'> }) {
  const { t } = useTranslation('thread');
  const wordsOf = (names: readonly string[]) =>
    names.map((name) => part.data[name]).find((value) => typeof value === 'number' || (typeof value === 'string' && value !== ''));
  const title = wordsOf(['title', 'name', 'userId', 'nickname']);
  const facts = Object.entries(FACTS).flatMap(([key, names]) => {
    const value = wordsOf(names);
    return value === undefined || value === title ? [] : [{ name: t(`cardFact.${key as keyof typeof FACTS}`), value: String(value) }];
  });
  return (
    <div className={css['card']}>
      <Icon name={part.kind === 'contact' ? 'user' : part.kind === 'product' ? 'box' : 'wechat'} />
      <div>
        <p className="quiet small">{t(`card.${part.kind}`)}</p>
        <strong>{title === undefined ? part.fallback : String(title)}</strong>
        {facts.length > 0 && (
          <dl className={css['facts']}>
            {facts.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}
