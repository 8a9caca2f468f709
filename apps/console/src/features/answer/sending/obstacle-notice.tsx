import { Button, Notice, TextField, explainProblem, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import type { ReplyChannel } from '../attachments/attachment.js';
import { keyOfChannel, nameOf } from '../channel/channel-choice.js';
import type { Entry, Obstacle } from './obstacle.js';
import css from './sending.module.css';
import type { Intent } from './use-sending.js';

interface ObstacleNoticeProps {
  readonly obstacle: Obstacle;
  readonly channels: readonly ReplyChannel[];
  readonly chosen: ReplyChannel;
  readonly onSend: (intent: Intent) => void;
  readonly onClear: () => void;
}

/** Why it did not go, and what can be done about it. */
export function ObstacleNotice({ obstacle, channels, chosen, onSend, onClear }: ObstacleNoticeProps) {
  const { t } = useTranslation('answer');
  const { t: kit } = useTranslation('kit');
  const back = (
    <Button small look="quiet" onClick={onClear}>
      {t('backToText')}
    </Button>
  );
  if (obstacle.kind === 'unnamed') return null;
  if (obstacle.kind === 'other') {
    const { title, about } = explainProblem(obstacle.error, kit);
    return (
      <Notice tone="bad">
        <strong>{t('notSent')}</strong> {title} {about}
      </Notice>
    );
  }
  if (obstacle.kind === 'newer')
    return (
      <Notice tone="warn">
        <div className={css['obstacle']} role="alert">
          <strong>{t('newer', { count: obstacle.entries.length })}</strong>
          <ul className={css['newer']}>
            {obstacle.entries.map((entry) => (
              <NewerEntry key={entry.id} entry={entry} />
            ))}
          </ul>
          <div className={css['choices']}>
            <Button small look="primary" autoFocus onClick={() => onSend({ anyway: obstacle.version })}>
              {t('sendAnyway')}
            </Button>
            {back}
          </div>
        </div>
      </Notice>
    );
  if (obstacle.kind === 'account-data')
    return <AccountData kinds={obstacle.kinds} override={obstacle.override} back={back} onSend={onSend} />;
  const ways = channels.filter((channel) => channel !== chosen && channel.window.open && keyOfChannel(channel) !== keyOfChannel(chosen));
  return (
    <Notice tone="warn">
      <div className={css['obstacle']} role="alert">
        <strong>{obstacle.isUsedUp ? t('usedUp') : t('closedNow')}</strong>
        <div className={css['choices']}>
          <Button small onClick={() => onSend({ onWindowClosed: 'hold' })}>
            {t('hold')}
          </Button>
          {ways.map((way) => (
            <Button key={keyOfChannel(way)} small onClick={() => onSend({ onWindowClosed: 'fallback', fallback: [way] })}>
              {t('sendBy', { way: nameOf(way) })}
            </Button>
          ))}
          {back}
        </div>
      </div>
    </Notice>
  );
}

function NewerEntry({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('answer');
  const format = useFormat();
  const text = entry.parts.map((part) => ('text' in part ? part.text : undefined) ?? part.fallback).find((words) => words !== '') ?? '';
  return (
    <li>
      <span className="small">
        <strong>{entry.author.displayName ?? t(`roles.${entry.author.role}`)}</strong>{' '}
        {entry.direction === 'note' ? t('wroteNote') : entry.author.role === 'customer' ? t('wrote') : t('answered')}{' '}
        {format.time(entry.receivedAt)}
      </span>
      <span className={css['words']}>{text.slice(0, 200)}</span>
    </li>
  );
}

function AccountData({
  kinds,
  override,
  back,
  onSend,
}: {
  readonly kinds: readonly string[];
  readonly override: 'nobody' | 'agent' | 'supervise';
  readonly back: React.ReactNode;
  readonly onSend: (intent: Intent) => void;
}) {
  const { t } = useTranslation('answer');
  const format = useFormat();
  const { may } = useSession();
  const [reason, setReason] = useState('');
  const mayOverride = override === 'agent' || (override === 'supervise' && may('supervise'));
  return (
    <Notice tone="warn">
      <div className={css['obstacle']} role="alert">
        <strong>{t('accountData', { kinds: format.list(kinds) })}</strong>
        {mayOverride ? (
          <TextField label={t('whySend')} value={reason} maxLength={500} autoFocus onChange={(event) => setReason(event.target.value)} />
        ) : (
          <p>{override === 'supervise' ? t('askSupervisor') : t('takeItOut')}</p>
        )}
        <div className={css['choices']}>
          {mayOverride && (
            <Button small look="danger" disabled={reason.trim().length < 5} onClick={() => onSend({ accountDataReason: reason.trim() })}>
              {t('sendAnyway')}
            </Button>
          )}
          {back}
        </div>
      </div>
    </Notice>
  );
}
