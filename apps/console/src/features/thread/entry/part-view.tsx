import { Badge, Icon } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Entry, Part } from '../entry.js';
import { CallView } from './call-view.js';
import css from './entry.module.css';
import { FormView } from './form-view.js';
import { RecordView } from './record/record-view.js';
import { CardView, LocationView } from './card-view.js';

const SAFE_LINK = /^https?:\/\//i;

/** A part of a message that is more than words; what we do not know shows what its channel says of it. */
export function PartView({ entry, part }: { readonly entry: Entry; readonly part: Part }) {
  const { t } = useTranslation('thread');
  switch (part.type) {
    case 'image':
    case 'file':
    case 'audio':
    case 'video':
      return null;
    case 'location':
      return <LocationView part={part} />;
    case 'link':
      return (
        <div className={css['card']}>
          <Icon name="link" />
          <div>
            {SAFE_LINK.test(part.url) ? (
              <a href={part.url} target="_blank" rel="noopener noreferrer nofollow">
                {part.title ?? part.url}
              </a>
            ) : (
              <span>{part.title ?? part.url}</span>
            )}
            {part.description !== undefined && <p className="quiet small">{part.description}</p>}
          </div>
        </div>
      );
    case 'card':
      return <CardView part={part} />;
    case 'choice':
      return (
        <p>
          <Badge tone="accent">{t('chose')}</Badge> {part.label ?? part.fallback}
        </p>
      );
    case 'form':
      return <FormView part={part} />;
    case 'quote':
      return <blockquote className={css['quote']}>{part.text ?? part.fallback}</blockquote>;
    case 'sticker':
      return <p className="quiet">{t('sticker', { name: part.name ?? part.fallback })}</p>;
    case 'call':
      return <CallView entry={entry} part={part} />;
    case 'system':
      return <RecordView entry={entry} part={part} />;
    case 'unsupported':
      return (
        <div className={css['card']}>
          <Icon name="raw" />
          <div>
            <p>{t('unsupported', { kind: part.nativeType })}</p>
            <p className="quiet small">{part.fallback}</p>
          </div>
        </div>
      );
    default:
      return null;
  }
}
