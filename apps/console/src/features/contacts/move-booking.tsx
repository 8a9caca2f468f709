import { Button, Dialog, Failed, type ItemOf, SelectField, Shown, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export type Booking = ItemOf<'GET /bookings'>;

/** Another time of the same service, of those that are free. */
export function MoveBooking({ booking, onClose }: { readonly booking: Booking; readonly onClose: () => void }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const toasts = useToasts();
  const [startsAt, setStartsAt] = useState('');
  const slots = useAsked('GET /bookings/slots', { query: { service: booking.service } });
  const move = useDoing('PATCH /bookings/{bookingId}', {
    changes: ['GET /bookings', 'GET /bookings/slots'],
    tellsFailure: true,
    onDone: () => {
      onClose();
      toasts.show({ text: t('bookings.moved') });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bookings.move')}
      about={t('bookings.now', { at: format.exact(booking.startsAt) })}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            disabled={startsAt === ''}
            busy={move.isPending}
            onClick={() => move.mutate({ path: { bookingId: booking.id }, body: { startsAt, expectedVersion: booking.version } })}
          >
            {t('bookings.move')}
          </Button>
        </>
      }
    >
      <Shown of={slots}>
        {({ items }) => (
          <SelectField label={t('bookings.at')} value={startsAt} onChange={(event) => setStartsAt(event.target.value)}>
            <option value="">{t('bookings.choose')}</option>
            {items
              .filter(({ free }) => free > 0)
              .map((slot) => (
                <option key={slot.startsAt} value={slot.startsAt}>
                  {t('bookings.slot', { at: format.exact(slot.startsAt), count: slot.free })}
                </option>
              ))}
          </SelectField>
        )}
      </Shown>
      {move.error !== null && <Failed error={move.error} />}
    </Dialog>
  );
}
