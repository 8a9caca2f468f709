import { Badge, Button, IconButton, SelectField, Shown, TextField, useAsked, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../../session/session.js';
import type { Ticket } from '../entry.js';
import { Section } from './section.js';
import css from './side.module.css';

const KINDS = ['related', 'duplicate', 'follows', 'causes', 'parent'] as const;
const CHANGES = { changes: ['GET /tickets/{id}/links'] } as const;

export function Links({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const [isAdding, setAdding] = useState(false);
  const asked = useAsked('GET /tickets/{id}/links', { path: { id: ticket.id } });
  const unlink = useDoing('DELETE /tickets/{id}/links/{linkId}', CHANGES);
  const mayWrite = may('tickets:write');
  return (
    <Section
      title={t('links')}
      action={mayWrite && !isAdding && <IconButton small icon="plus" label={t('addLink')} onClick={() => setAdding(true)} />}
    >
      {isAdding && <NewLink ticketId={ticket.id} onDone={() => setAdding(false)} />}
      <Shown of={asked} lines={1}>
        {({ items }) =>
          items.length === 0 && !isAdding ? (
            <p className="quiet">{t('noLinks')}</p>
          ) : (
            items.map((link) => (
              <div key={link.id} className={css['row']}>
                <span className={css['grow']}>
                  <span className="quiet small">{t(`link.${link.kind as 'related'}`, { defaultValue: link.kind })}</span>{' '}
                  <Link href={`/tickets/${link.ticketId}`}>{`${link.ticketNumber} ${link.subject}`}</Link>
                </span>
                <Badge>{t(`status.${link.status as 'new'}`)}</Badge>
                {mayWrite && (
                  <IconButton
                    small
                    icon="close"
                    label={t('removeLink', { number: link.ticketNumber })}
                    onClick={() => unlink.mutate({ path: { id: ticket.id, linkId: link.id } })}
                  />
                )}
              </div>
            ))
          )
        }
      </Shown>
    </Section>
  );
}

function NewLink({ ticketId, onDone }: { readonly ticketId: string; readonly onDone: () => void }) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const [ticket, setTicket] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('related');
  const link = useDoing('POST /tickets/{id}/links', { ...CHANGES, onDone });
  return (
    <form
      className={css['list']}
      onSubmit={(event) => {
        event.preventDefault();
        if (ticket.trim() !== '') link.mutate({ path: { id: ticketId }, body: { ticket: ticket.trim(), kind } });
      }}
    >
      <SelectField label={t('linkKind')} value={kind} onChange={({ target }) => setKind(target.value as (typeof KINDS)[number])}>
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {t(`link.${each}`)}
          </option>
        ))}
      </SelectField>
      <TextField label={t('otherTicket')} autoFocus value={ticket} onChange={({ target }) => setTicket(target.value)} />
      <div className={css['row']}>
        <Button small look="primary" type="submit" busy={link.isPending} disabled={ticket.trim() === ''}>
          {t('addLink')}
        </Button>
        <Button small look="quiet" onClick={onDone}>
          {kit('cancel')}
        </Button>
      </div>
    </form>
  );
}
