import { Badge, Button, type Column, Dialog, Empty, type ItemOf, Shown, Table, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewKey } from './new-key.js';
import css from './operating.module.css';

type Key = ItemOf<'GET /api-keys'>;

/** Keys of programs: what each may, when it was last used, and an end to it. */
export function Keys() {
  const { t } = useTranslation('operating', { keyPrefix: 'keys' });
  const format = useFormat();
  const toasts = useToasts();
  const keys = useAsked('GET /api-keys', undefined);
  const [makes, setMakes] = useState(false);
  const [ending, setEnding] = useState<Key | null>(null);
  const revoke = useDoing('DELETE /api-keys/{id}', {
    changes: ['GET /api-keys'],
    onDone: () => {
      setEnding(null);
      toasts.show({ text: t('revoked') });
    },
  });
  const columns: readonly Column<Key>[] = [
    {
      key: 'name',
      head: t('name'),
      cell: ({ name, prefix }) => (
        <>
          <div>{name}</div>
          <code className="quiet">{`${prefix}…`}</code>
        </>
      ),
    },
    {
      key: 'scopes',
      head: t('scopes'),
      cell: ({ scopes }) => (
        <div className={css['row']}>
          {scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </div>
      ),
    },
    {
      key: 'made',
      head: t('made'),
      cell: ({ createdAt, createdBy }) => (
        <>
          <div>{format.exact(createdAt)}</div>
          <div className="quiet small">{createdBy}</div>
        </>
      ),
    },
    { key: 'used', head: t('used'), cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('never') : format.relative(lastUsedAt)) },
    {
      key: 'state',
      head: t('state'),
      cell: (key) =>
        key.revokedAt === null ? (
          <Button small look="danger" aria-label={t('revokeOf', { name: key.name })} onClick={() => setEnding(key)}>
            {t('revoke')}
          </Button>
        ) : (
          <span className="quiet">{t('revokedAt', { at: format.exact(key.revokedAt) })}</span>
        ),
    },
  ];
  return (
    <div className={css['list']}>
      <div>
        <Button look="primary" icon="plus" onClick={() => setMakes(true)}>
          {t('new')}
        </Button>
      </div>
      <Shown of={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="key" title={t('none')} about={t('noneAbout')} />
          ) : (
            <Table
              caption={t('caption')}
              columns={columns}
              rows={[...items].sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null))}
              keyOf={({ id }) => id}
            />
          )
        }
      </Shown>
      {makes && <NewKey onClose={() => setMakes(false)} />}
      <Dialog
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t('revokeOf', { name: ending?.name ?? '' })}
        about={t('revokeAbout')}
        actions={
          <Button look="danger" busy={revoke.isPending} onClick={() => ending && revoke.mutate({ path: { id: ending.id } })}>
            {t('revoke')}
          </Button>
        }
      >
        {null}
      </Dialog>
    </div>
  );
}
