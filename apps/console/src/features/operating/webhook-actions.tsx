import { Button, CopyText, Dialog, IconButton, Menu, Notice, Shown, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import type { Webhook } from './webhooks-page.js';

const CHANGES = ['GET /webhooks', 'GET /webhooks/{id}/deliveries', 'GET /webhooks/{id}/secret'] as const;

export function WebhookActions({
  webhook,
  onEdit,
  onSent,
}: {
  readonly webhook: Webhook;
  readonly onEdit: () => void;
  readonly onSent: () => void;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const toasts = useToasts();
  const [asks, setAsks] = useState<'secret' | 'remove' | null>(null);
  const path = { id: webhook.id };
  const test = useDoing('POST /webhooks/{id}/tests', {
    changes: CHANGES,
    onDone: () => {
      toasts.show({ text: t('testSent') });
      onSent();
    },
  });
  const change = useDoing('PATCH /webhooks/{id}', { changes: CHANGES });
  const remove = useDoing('DELETE /webhooks/{id}', { changes: CHANGES, onDone: () => setAsks(null) });
  return (
    <>
      <Button small icon="send" busy={test.isPending} disabled={!webhook.enabled} onClick={() => test.mutate({ path })}>
        {t('test')}
      </Button>
      <Menu
        trigger={<IconButton small icon="more" label={t('moreOf', { name: webhook.name })} />}
        groups={[
          [
            { key: 'edit', label: t('change'), icon: 'note', onSelect: onEdit },
            { key: 'secret', label: t('secret'), icon: 'key', onSelect: () => setAsks('secret') },
            {
              key: 'switch',
              label: t(webhook.enabled ? 'switchOff' : 'switchOn'),
              icon: webhook.enabled ? 'minus' : 'play',
              onSelect: () => change.mutate({ path, body: { enabled: !webhook.enabled } }),
            },
          ],
          [{ key: 'remove', label: t('remove'), icon: 'close', danger: true, onSelect: () => setAsks('remove') }],
        ]}
      />
      {asks === 'secret' && <Secret webhook={webhook} onClose={() => setAsks(null)} />}
      <Dialog
        open={asks === 'remove'}
        onClose={() => setAsks(null)}
        title={t('removeOf', { name: webhook.name })}
        about={t('removeAbout')}
        actions={
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ path })}>
            {t('remove')}
          </Button>
        }
      >
        {null}
      </Dialog>
    </>
  );
}

function Secret({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const format = useFormat();
  const secret = useAsked('GET /webhooks/{id}/secret', { path: { id: webhook.id } });
  const rotate = useDoing('POST /webhooks/{id}/rotations', { changes: CHANGES });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('secretOf', { name: webhook.name })}
      about={t('secretAbout')}
      actions={
        <Button busy={rotate.isPending} onClick={() => rotate.mutate({ path: { id: webhook.id } })}>
          {t('rotate')}
        </Button>
      }
    >
      <div className={css['form']}>
        <Shown of={secret}>
          {({ secret: text, olderSecretUntil }) => (
            <>
              <CopyText text={text} label={t('secret')} />
              {olderSecretUntil && <Notice>{t('olderUntil', { at: format.exact(olderSecretUntil) })}</Notice>}
            </>
          )}
        </Shown>
      </div>
    </Dialog>
  );
}
