import { Button, Dialog, Failed, SelectField, useAsked, useDoing, usePickText, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedClock } from './clock-table.js';

const STATES = ['online', 'away', 'offline'] as const;
const TOUCHED = ['GET /clocks', 'GET /tickets', 'GET /tickets/{id}', 'GET /agents/work', 'GET /live'] as const;

/** Gives a ticket to another group or agent; taken back from the words that tell it. */
export function ReassignDialog({ clock, onClose }: { readonly clock: ListedClock; readonly onClose: () => void }) {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const toasts = useToasts();
  const [group, setGroup] = useState(clock.group ?? '');
  const [assignee, setAssignee] = useState(clock.assignee ?? '');
  const groups = useAsked('GET /groups', undefined).data?.items ?? [];
  const work = useAsked('GET /agents/work', undefined).data?.items ?? [];
  const undo = useDoing('DELETE /bulk-actions/{actionId}', { changes: TOUCHED });
  const change = useDoing('PATCH /tickets/{id}', {
    changes: TOUCHED,
    tellsFailure: true,
    onDone: ({ undo: href }) => {
      onClose();
      const actionId = href?.split('/').at(-1);
      toasts.show({
        text: t('clocks.reassigned', { number: clock.ticketNumber }),
        forMs: 10_000,
        ...(actionId === undefined ? {} : { action: { label: t('undo'), run: () => undo.mutate({ path: { actionId } }) } }),
      });
    },
  });
  const key = groups.find(({ id }) => id === group)?.key;
  const members = work
    .filter(({ id, groups: own }) => key === undefined || own.includes(key) || id === assignee)
    .sort((a, b) => STATES.indexOf(a.presence) - STATES.indexOf(b.presence) || a.load.total - b.load.total);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('clocks.reassignOf', { number: clock.ticketNumber })}
      about={clock.subject}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            busy={change.isPending}
            onClick={() =>
              change.mutate({
                path: { id: clock.ticketId },
                body: { group: group || null, assignee: assignee || null, expectedVersion: clock.ticketVersion },
              })
            }
          >
            {t('clocks.reassign')}
          </Button>
        </>
      }
    >
      <SelectField
        label={t('filters.group')}
        value={group}
        onChange={(event) => {
          setGroup(event.target.value);
          setAssignee('');
        }}
      >
        <option value="">{t('clocks.noGroup')}</option>
        {groups.map(({ id, key: own, name, waiting }) => (
          <option key={id} value={id}>
            {t('clocks.groupChoice', { name: pick(name) ?? own, count: waiting })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('clocks.assignee')}
        hint={t('clocks.assigneeHint')}
        value={assignee}
        onChange={(event) => setAssignee(event.target.value)}
      >
        <option value="">{t('clocks.unassigned')}</option>
        {members.map(({ id, displayName, presence, load }) => (
          <option key={id} value={id}>
            {t('clocks.agentChoice', { name: displayName, state: t(`wall.states.${presence}`), count: load.total })}
          </option>
        ))}
      </SelectField>
      {change.error !== null && <Failed error={change.error} />}
    </Dialog>
  );
}
