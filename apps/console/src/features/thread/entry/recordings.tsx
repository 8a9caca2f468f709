import { Button, Popover, Shown, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import type { PartOf } from '../entry.js';
import css from './entry.module.css';

export function Recordings({
  entryId,
  recordings,
}: {
  readonly entryId: string;
  readonly recordings: PartOf<'call'>['call']['recordings'];
}) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  return recordings.map((recording, index) =>
    recording.state === 'stored' ? (
      <div key={index} className={css['recording']}>
        <audio
          controls
          preload="none"
          src={`/api/v1/entries/${entryId}/recordings/${index}`}
          aria-label={t('recordingNumber', { number: index + 1 })}
        />
        {may('admin') && <Listeners entryId={entryId} index={index} />}
      </div>
    ) : (
      <p key={index} className="quiet small">
        {t('recordingState', { state: t(`media.${recording.state}`) })}
      </p>
    ),
  );
}

/** Who heard it; for those who may know. */
function Listeners({ entryId, index }: { readonly entryId: string; readonly index: number }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const asked = useAsked(
    'GET /entries/{id}/recordings/{index}/accesses',
    { path: { id: entryId, index: String(index) } },
    { enabled: open },
  );
  return (
    <Popover
      label={t('heardBy')}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button small look="quiet" icon="eye">
          {t('heardBy')}
        </Button>
      }
    >
      <Shown of={asked} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('heardByNobody')}</p>
          ) : (
            <ul>
              {items.map(({ actor, at }) => (
                <li key={`${at} ${actor.id ?? ''}`}>
                  {actor.displayName ?? t(`role.system`)} <span className="quiet small">{format.time(at)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Popover>
  );
}
