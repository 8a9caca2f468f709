import { Button, Checkbox, Dialog, TextField, explainProblem, useDoing } from '#page-kit';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import type { Webhook } from './webhooks-page.js';

const EVENTS = [
  ...(['ticket.opened.v1', 'ticket.entry_added.v1', 'ticket.entry_changed.v1', 'ticket.ringing.v1', 'ticket.assigned.v1'] as const),
  ...(['ticket.changed.v1', 'ticket.clock_changed.v1', 'ticket.status_changed.v1', 'ticket.escalated.v1', 'ticket.merged.v1'] as const),
  'ticket.rated.v1' as const,
];
type EventType = (typeof EVENTS)[number];

export function WebhookDialog({ webhook, onClose }: { readonly webhook: Webhook | null; readonly onClose: () => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'hooks' });
  const { t: kit } = useTranslation('kit');
  const form = useId();
  const [given, give] = useState({ name: webhook?.name ?? '', url: webhook?.url ?? 'https://' });
  const [events, setEvents] = useState<readonly EventType[]>(EVENTS.filter((each) => webhook?.events.includes(each)));
  const settings = { changes: ['GET /webhooks'] as const, onDone: onClose, tellsFailure: true };
  const make = useDoing('POST /webhooks', settings);
  const change = useDoing('PATCH /webhooks/{id}', settings);
  const error = make.error ?? change.error;
  const problem = error ? explainProblem(error, kit) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { ...given, events: [...events] };
    if (webhook === null) make.mutate({ body });
    else change.mutate({ path: { id: webhook.id }, body });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={webhook === null ? t('new') : t('changeOf', { name: webhook.name })}
      actions={
        <Button look="primary" type="submit" form={form} busy={make.isPending || change.isPending}>
          {kit('save')}
        </Button>
      }
    >
      <form id={form} className={css['form']} onSubmit={submit}>
        <TextField
          label={t('name')}
          required
          autoFocus
          value={given.name}
          onChange={(event) => give({ ...given, name: event.target.value })}
        />
        <TextField
          label={t('url')}
          hint={t('urlHint')}
          type="url"
          required
          value={given.url}
          error={problem && [problem.title, problem.about].filter(Boolean).join(' ')}
          onChange={(event) => give({ ...given, url: event.target.value })}
        />
        <fieldset className={css['fieldset']}>
          <legend>{t('events')}</legend>
          <p className="quiet small">{t('eventsHint')}</p>
          <div className={css['rights']}>
            {EVENTS.map((type) => (
              <Checkbox
                key={type}
                label={type}
                checked={events.includes(type)}
                onChange={(event) => setEvents(event.target.checked ? [...events, type] : events.filter((each) => each !== type))}
              />
            ))}
          </div>
        </fieldset>
      </form>
    </Dialog>
  );
}
