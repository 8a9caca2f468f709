import { Badge, Button, Empty, type ItemOf, Notice, PageFrame, Shown, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Deliveries } from './deliveries.js';
import css from './operating.module.css';
import { WebhookActions } from './webhook-actions.js';
import { WebhookDialog } from './webhook-dialog.js';

export type Webhook = ItemOf<'GET /webhooks'>;

const LOOK_MS = 5_000;

/** Who is told of events over https, and what became of each telling. */
export function WebhooksPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const webhooks = useAsked('GET /webhooks', undefined, { every: LOOK_MS });
  const [edited, edit] = useState<Webhook | 'new' | null>(null);
  return (
    <PageFrame
      title={t('title')}
      about={t('about')}
      actions={
        <Button look="primary" icon="plus" onClick={() => edit('new')}>
          {t('new')}
        </Button>
      }
    >
      <Shown of={webhooks}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="hook" title={t('none')} about={t('noneAbout')} />
          ) : (
            <div className={css['list']}>
              {items.map((webhook) => (
                <WebhookCard key={webhook.id} webhook={webhook} onEdit={() => edit(webhook)} />
              ))}
            </div>
          )
        }
      </Shown>
      {edited !== null && <WebhookDialog webhook={edited === 'new' ? null : edited} onClose={() => edit(null)} />}
    </PageFrame>
  );
}

function WebhookCard({ webhook, onEdit }: { readonly webhook: Webhook; readonly onEdit: () => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { enabled, failingSince, disabledReason, disabledAt } = webhook;
  const state = enabled ? (failingSince === null ? 'on' : 'failing') : disabledReason === null ? 'off' : 'stopped';
  const isBad = state === 'failing' || state === 'stopped';
  return (
    <section className={`${css['card']} ${isBad ? css['troubled'] : ''}`} aria-label={webhook.name}>
      <header className={css['cardHead']}>
        <h2>{webhook.name}</h2>
        <Badge tone={state === 'on' ? 'good' : isBad ? 'bad' : 'plain'}>{t(`states.${state}`)}</Badge>
        <div className={css['end']}>
          <WebhookActions webhook={webhook} onEdit={onEdit} onSent={() => setOpen(true)} />
        </div>
      </header>
      <p className={css['mono']}>{webhook.url}</p>
      {state === 'stopped' && (
        <Notice tone="bad">{t('stoppedAbout', { reason: disabledReason, at: disabledAt === null ? '' : format.exact(disabledAt) })}</Notice>
      )}
      {state === 'failing' && failingSince !== null && (
        <Notice tone="warn">{t('failingAbout', { since: format.exact(failingSince) })}</Notice>
      )}
      <p className="quiet small">{webhook.events.length === 0 ? t('allEvents') : format.list(webhook.events)}</p>
      <div>
        <Button small icon={isOpen ? 'up' : 'down'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('deliveries')}
        </Button>
      </div>
      {isOpen && <Deliveries webhook={webhook} />}
    </section>
  );
}
