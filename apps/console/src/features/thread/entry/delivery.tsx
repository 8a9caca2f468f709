import { Badge, Button, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../entry.js';
import { toDeliveryState } from './delivery-words.js';
import css from './delivery.module.css';

/** How far an answer came, in plain words; what went wrong, and what to do about it. */
export function Delivery({ entry, mayWrite }: { readonly entry: Entry; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { delivery, warnings, adaptations } = entry;
  if (delivery === null) return null;
  const { word, tone, fault, said, address } = toDeliveryState(delivery);
  return (
    <div className={css['delivery']}>
      <p className={css['deliveryLine']}>
        <span title={format.exact(delivery.at)}>
          <Badge tone={tone}>{t(`delivery.${word}`)}</Badge>
        </span>
        {address !== null && <span className="small">{address}</span>}
        {delivery.rerouted !== undefined && (
          <span className="quiet small">{t('rerouted', { channel: delivery.rerouted.from.channel })}</span>
        )}
        {mayWrite && (word === 'queued' || word === 'held' || word === 'sent' || word === 'delivered') && <Recall entry={entry} />}
      </p>
      {word === 'unknown' && <p className={css['fault']}>{t('deliveryUnknown')}</p>}
      {fault !== null && (
        <div className={css['fault']}>
          <p>{t(`fault.${fault}.what`)}</p>
          <p>{t(`fault.${fault}.todo`)}</p>
          {said !== null && <p className={css['saidByOther']}>{t('otherSideSaid', { words: said })}</p>}
        </div>
      )}
      {warnings?.map(({ value, reason }) => (
        <p key={value} className={css['fault']}>
          {t('mayNotArrive', { address: value, reason })}
        </p>
      ))}
      {adaptations?.map(({ partId, kind }) => (
        <p key={`${partId} ${kind}`} className="quiet small">
          {t(`adapted.${kind}`)}
        </p>
      ))}
    </div>
  );
}

/** Asked only when somebody wants it: whether it can be depends on the channel and on the hour. */
function Recall({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('thread');
  const toasts = useToasts();
  const [wants, setWants] = useState(false);
  const { data } = useAsked('GET /entries/{id}/recall', { path: { id: entry.id } }, { enabled: wants });
  const recall = useDoing('POST /entries/{id}/recall', { onDone: () => toasts.show({ text: t('said.recalling') }) });
  if (entry.author.role === 'system') return null;
  if (!wants)
    return (
      <Button small look="quiet" icon="undo" onClick={() => setWants(true)}>
        {t('recall')}
      </Button>
    );
  if (data === undefined) return null;
  if (!data.possible)
    return (
      <span className="quiet small" role="status">
        {t('recallImpossible')}
      </span>
    );
  return (
    <Button small look="danger" icon="undo" busy={recall.isPending} onClick={() => recall.mutate({ path: { id: entry.id } })}>
      {t('recallDo')}
    </Button>
  );
}
