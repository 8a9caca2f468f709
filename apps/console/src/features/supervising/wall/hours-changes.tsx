import { Button, useAsked, useDoing, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';

/** What was changed of a channel's hours for today, each to be taken back. */
export function HoursChanges({ channel }: { readonly channel: string }) {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const format = useFormat();
  const overrides = useAsked('GET /hours/{channel}/overrides', { path: { channel } });
  const withdraw = useDoing('DELETE /hours/{channel}/overrides/{overrideId}', {
    changes: ['GET /hours', 'GET /hours/{channel}/overrides'],
  });
  const now = Date.now();
  const holding = overrides.data?.items.filter(({ withdrawnAt, to }) => withdrawnAt === null && Date.parse(to) > now) ?? [];
  return (
    <>
      {holding.map(({ id, opens, from, to, reason, actor }) => (
        <div key={id} className="small">
          {t(opens ? 'hours.extended' : 'hours.shut', {
            from: format.time(from),
            to: format.time(to),
            reason,
            who: actor.displayName ?? '',
          })}{' '}
          {may('supervise') && (
            <Button small icon="undo" busy={withdraw.isPending} onClick={() => withdraw.mutate({ path: { channel, overrideId: id } })}>
              {t('undo')}
            </Button>
          )}
        </div>
      ))}
    </>
  );
}
