import { Badge, Icon, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import type { Entry, PartOf } from '../entry.js';
import css from './entry.module.css';
import { Recordings } from './recordings.js';

/** A call: who with whom, how it ended, which way it took, and what was recorded. */
export function CallView({ entry, part: { call } }: { readonly entry: Entry; readonly part: PartOf<'call'> }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { may } = useSession();
  const seconds = (ms: number | undefined) => (ms === undefined ? null : format.length(ms / 1_000));
  const facts = [
    ['caller', call.caller],
    ['callee', call.callee],
    ['waited', seconds(call.waitMs)],
    ['talked', seconds(call.talkMs)],
    ['lasted', seconds(call.durationMs)],
    ['queue', call.queue ?? null],
    ['agents', call.agents.length > 0 ? format.list(call.agents) : null],
    ['endedBy', call.hangupBy ?? null],
    ['satisfaction', call.satisfaction === undefined ? null : format.number(call.satisfaction)],
  ] as const;
  const went = call.outcome === 'answered' || call.outcome === 'transferred_out';
  return (
    <div className={css['call']}>
      <p className={css['callHead']}>
        <Icon name="phone" />
        <strong>{t(`call.${call.direction}`)}</strong>
        {call.video === true && <Badge>{t('call.video')}</Badge>}
        <Badge tone={call.outcome === undefined ? 'accent' : went ? 'good' : 'bad'}>{t(`outcome.${call.outcome ?? 'ringing'}`)}</Badge>
      </p>
      <dl className={css['facts']}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`call.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {call.ivr.length > 0 && (
        <p className={css['ivr']}>
          <span className="quiet small">{t('call.ivr')}</span>
          {call.ivr.map(({ key, label }, index) => (
            <span key={`${index} ${key}`}>
              <kbd>{key}</kbd> {label ?? ''}
            </span>
          ))}
        </p>
      )}
      {call.legs.length > 1 && <p className="quiet small">{t('call.legs', { count: call.legs.length })}</p>}
      {may('recordings:hear') ? (
        <Recordings entryId={entry.id} recordings={call.recordings} />
      ) : (
        call.recordings.length > 0 && <p className="quiet small">{t('call.mayNotHear')}</p>
      )}
    </div>
  );
}
