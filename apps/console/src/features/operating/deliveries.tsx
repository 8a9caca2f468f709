import {
  Badge,
  Button,
  type Column,
  Dialog,
  Empty,
  Facts,
  FilteredList,
  type ItemOf,
  OneOf,
  Shown,
  timeColumn,
  type Tone,
  useAsked,
  useAskedPages,
  useDoing,
  useFormat,
  useToasts,
} from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './operating.module.css';
import type { Webhook } from './webhooks-page.js';

type Delivery = ItemOf<'GET /webhooks/{id}/deliveries'>;
const TONES: Readonly<Record<Delivery['state'], Tone>> = { pending: 'accent', delivered: 'good', failed: 'bad', dropped: 'plain' };
const STATES = ['pending', 'delivered', 'failed', 'dropped'] as const;
const LOOK_MS = 2_000;
const CHANGES = ['GET /webhooks/{id}/deliveries', 'GET /webhooks/{id}/deliveries/{deliveryId}'] as const;
const A_DAY_MS = 86_400_000;

export function Deliveries({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const format = useFormat();
  const toasts = useToasts();
  const [state, setState] = useState<(typeof STATES)[number] | ''>('');
  const [shown, show] = useState<string | null>(null);
  const deliveries = useAskedPages(
    'GET /webhooks/{id}/deliveries',
    { path: { id: webhook.id }, query: { ...(state === '' ? {} : { state }), limit: 20 } },
    { every: LOOK_MS },
  );
  const again = useDoing('POST /webhooks/{id}/redeliveries', {
    changes: CHANGES,
    onDone: ({ redelivering }) => toasts.show({ text: t('redelivering', { count: redelivering }) }),
  });
  const columns: readonly Column<Delivery>[] = [
    timeColumn(t('at'), ({ createdAt }) => createdAt, format.exact),
    {
      key: 'event',
      head: t('event'),
      cell: ({ id, eventType }) => (
        <button type="button" className={css['rowButton']} onClick={() => show(id)}>
          {eventType}
        </button>
      ),
    },
    { key: 'state', head: t('state'), cell: (each) => <Badge tone={TONES[each.state]}>{t(`deliveryStates.${each.state}`)}</Badge> },
    {
      key: 'answer',
      head: t('answer'),
      cell: ({ lastStatus, lastError }) => [lastStatus, lastError].filter((word) => word !== null).join(' '),
    },
    { key: 'tries', head: t('tries'), cell: ({ tries }) => format.number(tries), number: true },
  ];
  return (
    <>
      <FilteredList
        of={deliveries}
        caption={t('deliveries')}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<Empty icon="send" title={t('noDeliveries')} about={t('noDeliveriesAbout')} />}
        filters={
          <>
            <OneOf
              label={t('state')}
              value={state}
              of={STATES}
              nameOf={(each) => t(`deliveryStates.${each}`)}
              all={t('all')}
              onChange={setState}
            />
            <Button
              icon="replay"
              busy={again.isPending}
              onClick={() => again.mutate({ path: { id: webhook.id }, body: { since: new Date(Date.now() - A_DAY_MS).toISOString() } })}
            >
              {t('redeliverDay')}
            </Button>
          </>
        }
      />
      {shown !== null && <DeliveryPanel webhookId={webhook.id} deliveryId={shown} onClose={() => show(null)} />}
    </>
  );
}

function DeliveryPanel({
  webhookId,
  deliveryId,
  onClose,
}: {
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const format = useFormat();
  const path = { id: webhookId, deliveryId };
  const delivery = useAsked('GET /webhooks/{id}/deliveries/{deliveryId}', { path }, { every: LOOK_MS });
  const again = useDoing('POST /webhooks/{id}/deliveries/{deliveryId}/redeliveries', { changes: CHANGES });
  const time = (at: string | null) => (at === null ? null : format.exact(at));
  return (
    <Dialog
      open
      onClose={onClose}
      look="panel"
      title={t('delivery')}
      actions={
        <Button look="primary" icon="replay" busy={again.isPending} onClick={() => again.mutate({ path })}>
          {t('redeliver')}
        </Button>
      }
    >
      <Shown of={delivery}>
        {(each) => (
          <div className={css['list']}>
            <Facts
              of={[
                [
                  t('state'),
                  <Badge key="state" tone={TONES[each.state]}>
                    {t(`deliveryStates.${each.state}`)}
                  </Badge>,
                ],
                [t('event'), each.eventType],
                [t('ticket'), each.ticketId && <Link href={`/tickets/${each.ticketId}`}>{t('toTicket')}</Link>],
                [t('answer'), [each.lastStatus, each.lastError].filter((word) => word !== null).join(' ')],
                [t('tries'), format.number(each.tries)],
                [t('at'), time(each.createdAt)],
                [t('lastTry'), time(each.lastTryAt)],
                [t('nextTry'), time(each.nextTryAt)],
                [t('deliveredAt'), time(each.deliveredAt)],
                [t('id'), <code key="id">{each.id}</code>],
              ]}
            />
            <h3>{t('body')}</h3>
            <pre className={css['code']} tabIndex={0} role="region" aria-label={t('body')}>
              {showJson(each.body)}
            </pre>
          </div>
        )}
      </Shown>
    </Dialog>
  );
}

function showJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
