import { Badge, Button, Dialog, Panel, Shown, Table, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../session/session.js';
import { type Booking, MoveBooking } from './move-booking.js';

const TONES = { booked: 'accent', cancelled: 'plain', done: 'good' } as const;

/** His booked times; moved and cancelled here. */
export function Bookings({ contactId }: { readonly contactId: string }) {
  const { t } = useTranslation('contacts');
  const { may } = useSession();
  const format = useFormat();
  const toasts = useToasts();
  const bookings = useAsked('GET /bookings', { query: { contact: contactId } });
  const [moved, move] = useState<Booking | null>(null);
  const [cancelled, setCancelled] = useState<Booking | null>(null);
  const cancel = useDoing('POST /bookings/{bookingId}/cancellation', {
    changes: ['GET /bookings'],
    onDone: () => {
      setCancelled(null);
      toasts.show({ text: t('bookings.cancelled') });
    },
  });
  return (
    <Panel title={t('bookings.title')}>
      <Shown of={bookings}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('bookings.none')}</p>
          ) : (
            <Table
              caption={t('bookings.title')}
              columns={[
                { key: 'service', head: t('bookings.service'), cell: ({ service, note }) => (note ? `${service} · ${note}` : service) },
                { key: 'at', head: t('bookings.at'), cell: ({ startsAt }) => format.time(startsAt) },
                {
                  key: 'ticket',
                  head: t('ticket'),
                  cell: ({ ticketId, ticketNumber }) => <Link href={`/tickets/${ticketId}`}>{ticketNumber}</Link>,
                },
                {
                  key: 'state',
                  head: t('status'),
                  cell: ({ state }) => <Badge tone={TONES[state]}>{t(`bookings.states.${state}`)}</Badge>,
                },
                {
                  key: 'do',
                  head: <span className="visually-hidden">{t('actions')}</span>,
                  cell: (booking) =>
                    booking.state === 'booked' &&
                    may('tickets:write') && (
                      <>
                        <Button small onClick={() => move(booking)}>
                          {t('bookings.move')}
                        </Button>{' '}
                        <Button small look="danger" onClick={() => setCancelled(booking)}>
                          {t('bookings.cancel')}
                        </Button>
                      </>
                    ),
                },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
          )
        }
      </Shown>
      {cancelled && (
        <Dialog
          open
          onClose={() => setCancelled(null)}
          title={t('bookings.cancel')}
          about={t('bookings.cancelAbout', { service: cancelled.service, at: format.exact(cancelled.startsAt) })}
          actions={
            <>
              <Button onClick={() => setCancelled(null)}>{t('bookings.keep')}</Button>
              <Button
                look="danger"
                busy={cancel.isPending}
                onClick={() => cancel.mutate({ path: { bookingId: cancelled.id }, body: { expectedVersion: cancelled.version } })}
              >
                {t('bookings.cancel')}
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
      {moved && <MoveBooking booking={moved} onClose={() => move(null)} />}
    </Panel>
  );
}
