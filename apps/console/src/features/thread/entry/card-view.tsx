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
          <p className="quiet small">{`${part.latitude.toFixed(5)}, ${part.longitude.toFixed(5)} (${part.datum})`}</p>
        )}
      </div>
    </div>
  );
}

export function CardView({ part }: { readonly part: PartOf<'card'> }) {
  const { t } = useTranslation('thread');
  const facts = Object.entries(part.data).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return (
    <div className={css['card']}>
      <Icon name={part.kind === 'contact' ? 'user' : part.kind === 'product' ? 'box' : 'wechat'} />
      <div>
        <p className="quiet small">{t(`card.${part.kind}`)}</p>
        <strong>{part.fallback}</strong>
        <dl className={css['facts']}>
          {facts.slice(0, 8).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{String(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
