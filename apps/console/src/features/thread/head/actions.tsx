import { Button, forget, IconButton, Menu, type MenuItem, useAsked, useDoing, useFormat, useShortcuts, useToasts } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { ContactRecordDialog } from '../../calls/contact-record.js';
import { MergeDialog } from '../deciding/merge-dialog.js';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { GiveBackDialog } from './give-back-dialog.js';
import css from './head.module.css';
import { SnoozeDialog } from './snooze-dialog.js';
import { snoozeTimes } from './snooze.js';
import { StageSteps } from './stage-steps.js';
import { useChanging } from './use-changing.js';

type Open = 'merge' | 'giveBack' | 'snooze' | 'contact' | null;

/** What is done with a ticket as a whole. */
export function Actions({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const toasts = useToasts();
  const cache = useQueryClient();
  const { me, may } = useSession();
  const names = useNames();
  const change = useChanging(ticket);
  const [open, setOpen] = useState<Open>(null);
  const path = { id: ticket.id };
  const watchers = useAsked('GET /tickets/{id}/watchers', { path }).data?.items ?? [];
  const snooze = useAsked('GET /snoozes', {}, { enabled: ticket.status === 'pending' }).data?.items.find(
    ({ ticketId }) => ticketId === ticket.id,
  );
  const changes = { changes: ['GET /tickets/{id}', 'GET /snoozes', 'GET /tickets'] as const };
  const sleep = useDoing('PUT /tickets/{id}/snooze', changes);
  const wake = useDoing('DELETE /tickets/{id}/snooze', changes);
  const watch = useDoing('PUT /tickets/{id}/watchers/{agentId}', { changes: ['GET /tickets/{id}/watchers'] });
  const unwatch = useDoing('DELETE /tickets/{id}/watchers/{agentId}', { changes: ['GET /tickets/{id}/watchers'] });
  useShortcuts([{ keys: 'm', label: t('keys.merge'), group: t('keys.group'), run: () => setOpen('merge') }]);
  if (!may('tickets:write')) return null;
  const isMine = ticket.assignee === me.id;
  const isOver = ticket.status === 'solved' || ticket.status === 'closed';
  const isWatched = watchers.some(({ agentId }) => agentId === me.id);
  const sleepUntil = (until: Date) =>
    sleep.mutate(
      { path, body: { until: until.toISOString(), expectedVersion: ticket.version } },
      {
        onSuccess: ({ until: at }) =>
          toasts.show({
            text: t('said.snoozed', { when: format.time(at) }),
            action: { label: t('undo'), run: () => wake.mutate({ path }) },
          }),
      },
    );
  const times = snoozeTimes(new Date());
  const sleeping: MenuItem[] =
    snooze !== undefined
      ? [{ key: 'wake', icon: 'bell', label: t('wake'), hint: format.time(snooze.until), onSelect: () => wake.mutate({ path }) }]
      : (['later', 'tomorrow', 'monday'] as const).map((key) => ({
          ...{ key, icon: 'snooze' as const, label: t(`snooze.${key}`), hint: format.time(times[key].toISOString()) },
          onSelect: () => sleepUntil(times[key]),
        }));
  return (
    <div className={css['actions']}>
      {!isMine && (
        <Button small icon="user" onClick={() => change({ assignee: me.id }, t('said.assigned', { name: names.agent(me.id) }))}>
          {t('take')}
        </Button>
      )}
      <StageSteps ticket={ticket} />
      {ticket.stage === null && (
        <Button
          small
          icon={isOver ? 'replay' : 'check'}
          onClick={() => change({ status: isOver ? 'open' : 'solved' }, t(isOver ? 'said.reopened' : 'said.solved'))}
        >
          {t(isOver ? 'reopen' : 'solve')}
        </Button>
      )}
      <Menu
        trigger={<IconButton small icon="more" label={t('more')} />}
        groups={[
          [
            ...sleeping,
            ...(snooze === undefined
              ? [{ key: 'pick', icon: 'snooze' as const, label: t('snooze.pick'), onSelect: () => setOpen('snooze') }]
              : []),
          ],
          [
            {
              ...{ key: 'watch', icon: 'eye' as const, label: t(isWatched ? 'unwatch' : 'watch') },
              hint: watchers.length > 0 ? format.number(watchers.length) : undefined,
              onSelect: () => (isWatched ? unwatch : watch).mutate({ path: { ...path, agentId: me.id } }),
            },
            ...(isMine ? [{ key: 'back', icon: 'undo' as const, label: t('giveBack'), onSelect: () => setOpen('giveBack') }] : []),
          ],
          [{ key: 'contact', icon: 'phone' as const, label: t('recordContact'), onSelect: () => setOpen('contact') }],
          [{ key: 'merge', icon: 'merge' as const, label: t('merge'), onSelect: () => setOpen('merge') }],
        ]}
      />
      {open === 'contact' && <ContactRecordDialog ticketId={ticket.id} about={ticket.number} onClose={() => setOpen(null)} />}
      {open === 'merge' && <MergeDialog ticket={ticket} onClose={() => setOpen(null)} />}
      <GiveBackDialog
        ticket={ticket}
        open={open === 'giveBack'}
        onClose={() => setOpen(null)}
        onDone={() => forget(cache, 'GET /tickets/{id}')}
      />
      <SnoozeDialog
        open={open === 'snooze'}
        onClose={() => setOpen(null)}
        onPick={(until) => {
          setOpen(null);
          sleepUntil(until);
        }}
      />
    </div>
  );
}
