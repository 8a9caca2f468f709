import { Badge, Button, Dialog, Facts, Notice, sayCode, Shown, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type DeadLetter, STATE_TONES } from './dead-letter.js';
import css from './operating.module.css';
import { explainCode, placeOf } from './why-dead.js';

const LOOK_MS = 1_000;

/** One dead letter: why, where it stopped, what it was; replayed here, and watched until it has its verdict. */
export function DeadLetterPanel({ id, onClose }: { readonly id: string | null; readonly onClose: () => void }) {
  const { t } = useTranslation('operating', { keyPrefix: 'dead' });
  const toasts = useToasts();
  const letter = useAsked('GET /dead-letters/{id}', { path: { id: id ?? '' } }, { enabled: id !== null && id !== '', every: LOOK_MS });
  const replay = useDoing('POST /dead-letters/{id}/replay', {
    changes: ['GET /dead-letters', 'GET /dead-letters/{id}'],
    onDone: () => toasts.show({ text: t('replayedOne') }),
  });
  const isWaiting = letter.data?.state === 'waiting';
  return (
    <Dialog
      open={id !== null && id !== ''}
      onClose={onClose}
      look="panel"
      title={t('letter')}
      actions={
        isWaiting && id !== null ? (
          <Button look="primary" icon="replay" busy={replay.isPending} onClick={() => replay.mutate({ path: { id } })}>
            {t('replay')}
          </Button>
        ) : undefined
      }
    >
      <Shown of={letter}>{(shown) => <Letter of={shown} />}</Shown>
    </Dialog>
  );
}

function Letter({ of }: { readonly of: DeadLetter }) {
  const { t } = useTranslation('operating', { keyPrefix: 'dead' });
  const format = useFormat();
  const { what, fix } = explainCode(of, t, sayCode);
  return (
    <div className={css['list']}>
      <div aria-live="polite">
        <Badge tone={STATE_TONES[of.state]}>{t(`states.${of.state}`)}</Badge>
        {of.state === 'replayed' && (
          <Notice tone="good">
            {t('wentThrough')}{' '}
            {of.remoteMessageId && <Link href={`/messages?id=${encodeURIComponent(of.remoteMessageId)}`}>{t('whereNow')}</Link>}
          </Notice>
        )}
      </div>
      <Notice tone={of.state === 'waiting' ? 'warn' : 'info'}>
        <p>
          <strong>{what}</strong>
        </p>
        <p>{fix}</p>
      </Notice>
      <Facts
        of={[
          [t('reason'), of.reason],
          [t('code'), of.code],
          [t('where'), `${t(`places.${placeOf(of)}`)} (${of.topic} → ${of.group})`],
          [t('position'), `${of.partition}/${of.offset}`],
          [t('inbox'), of.inboxId],
          [t('message'), of.remoteMessageId],
          [t('tries'), format.number(of.attempts)],
          [t('appendedAt'), format.exact(of.appendedAt)],
          [t('diedAt'), format.exact(of.diedAt)],
          [t('replayedAt'), of.replayedAt === undefined ? null : format.exact(of.replayedAt)],
        ]}
      />
      <h3>{t('payload')}</h3>
      <pre className={css['code']} tabIndex={0} role="region" aria-label={t('payload')}>
        {JSON.stringify(of.envelope, null, 2)}
      </pre>
    </div>
  );
}
