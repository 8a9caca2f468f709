import { Avatar, Badge, Button, type Column, Shown, Table, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent, Work } from './agent.js';
import { AgentDialog } from './agent-dialog.js';
import { EndLogin } from './end-login.js';
import { NewAgent } from './new-agent.js';
import css from './operating.module.css';

/** Everybody with a login, with what decides which work he gets. */
export function People() {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const { t: shell } = useTranslation('shell');
  const agents = useAsked('GET /agents', undefined);
  const work = useAsked('GET /agents/work', undefined);
  const [shown, show] = useState<{ readonly what: 'new' | 'change' | 'end'; readonly id: string } | null>(null);
  const workOf = (id: string): Work | undefined => work.data?.items.find((each) => each.id === id);
  const chosen = agents.data?.items.find(({ id }) => id === shown?.id);
  const close = () => show(null);
  const columns: readonly Column<Agent>[] = [
    {
      key: 'name',
      head: t('name'),
      cell: ({ displayName, email }) => (
        <div className={css['row']}>
          <Avatar name={displayName} />
          <div>
            <div>{displayName}</div>
            <div className="quiet small">{email}</div>
          </div>
        </div>
      ),
    },
    {
      key: 'role',
      head: t('role'),
      cell: ({ role }) => (
        <span className={css['nowrap']}>
          <RoleName of={role} />
        </span>
      ),
    },
    {
      key: 'presence',
      head: t('presence'),
      cell: ({ id }) => {
        const presence = workOf(id)?.presence;
        return presence && <Badge tone={presence === 'online' ? 'good' : 'plain'}>{shell(`presence.${presence}`)}</Badge>;
      },
    },
    { key: 'groups', head: t('groups'), cell: ({ id }) => workOf(id)?.groups.join(', ') },
    { key: 'skills', head: t('skills'), cell: ({ id }) => showSkills(workOf(id)) },
    {
      key: 'load',
      head: t('load'),
      cell: ({ id }) => {
        const at = workOf(id);
        return at && t('loadOf', { now: at.load.total, most: at.capacity.total });
      },
      number: true,
    },
    {
      key: 'do',
      head: t('do'),
      cell: ({ id, displayName }) => (
        <div className={css['row']}>
          <Button small aria-label={t('changeOf', { name: displayName })} onClick={() => show({ what: 'change', id })}>
            {t('change')}
          </Button>
          <Button small look="danger" aria-label={t('endOf', { name: displayName })} onClick={() => show({ what: 'end', id })}>
            {t('end')}
          </Button>
        </div>
      ),
    },
  ];
  return (
    <div className={css['list']}>
      <div>
        <Button look="primary" icon="plus" onClick={() => show({ what: 'new', id: '' })}>
          {t('newAgent')}
        </Button>
      </div>
      <Shown of={agents}>{({ items }) => <Table caption={t('tabs.people')} columns={columns} rows={items} keyOf={({ id }) => id} />}</Shown>
      {shown?.what === 'new' && <NewAgent onClose={close} />}
      {shown?.what === 'change' && chosen && <AgentDialog agent={chosen} work={workOf(chosen.id)} onClose={close} />}
      {shown?.what === 'end' && chosen && (
        <EndLogin agent={chosen} others={(agents.data?.items ?? []).filter(({ id }) => id !== chosen.id)} onClose={close} />
      )}
    </div>
  );
}

export function RoleName({ of }: { readonly of: string }) {
  const { t } = useTranslation('operating', { keyPrefix: 'access.roleNames' });
  return <>{of === 'agent' || of === 'supervisor' || of === 'admin' ? t(of) : of}</>;
}

function showSkills(work: Work | undefined): string {
  return Object.entries(work?.skills ?? {})
    .map(([skill, level]) => `${skill} ${level}`)
    .join(', ');
}
