import { Badge, Button, CopyText, Facts, Notice, type Tone, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDeskWords } from '../../shell/desk-names.js';
import { type Inbox, isTroubled, nameOf } from './inbox.js';
import { InboxAbilities } from './inbox-abilities.js';
import { InboxComparison } from './inbox-comparison.js';
import { InboxOrders, InboxStop } from './inbox-switch.js';
import './late-words.js';
import css from './operating.module.css';
import { sayTroubles } from './say-troubles.js';

const TONES: Readonly<Record<string, Tone>> = {
  connected: 'good',
  degraded: 'warn',
  bad_credentials: 'bad',
  starting: 'accent',
  connecting: 'accent',
  backfilling: 'accent',
};
const KNOWN = ['starting', 'connecting', 'backfilling', 'connected', 'degraded', 'bad_credentials', 'stopped'] as const;
type Known = (typeof KNOWN)[number];

export function InboxCard({ inbox }: { readonly inbox: Inbox }) {
  const { t } = useTranslation('operating', { keyPrefix: 'inboxes' });
  const { t: switching } = useTranslation('operating', { keyPrefix: 'switching' });
  const format = useFormat();
  const words = useDeskWords();
  const [isOpen, setOpen] = useState(false);
  const state = KNOWN.find((known) => known === inbox.state) ?? ('degraded' satisfies Known);
  const isStopped = state === 'stopped' && inbox.stopped !== null;
  const { lag } = inbox;
  const { t: all } = useTranslation('operating');
  const { what, todo } = sayTroubles(inbox.reasons, all, format.time) ?? { what: inbox.detail, todo: inbox.hint };
  const lastError = inbox.lastError && (sayTroubles(inbox.lastError.reasons, all, format.time)?.what ?? inbox.lastError.message);
  const unread = lag.unread === null ? t('lagUnknown') : t(lag.atLeast ? 'lagAtLeast' : 'lag', { count: lag.unread });
  return (
    <section className={`${css['card']} ${isTroubled(inbox) ? css['troubled'] : ''}`} aria-label={nameOf(inbox)}>
      <header className={css['cardHead']}>
        <h2>{inbox.displayName ?? inbox.id}</h2>
        <Badge tone={isStopped ? 'warn' : (TONES[state] ?? 'plain')}>{t(isStopped ? 'stoppedByHand' : `states.${state}`)}</Badge>
        <span className="quiet small">{[inbox.id, words.channel(inbox.channel), inbox.address].filter(Boolean).join(' · ')}</span>
        <div className={css['end']}>
          <Button small look="quiet" icon={isOpen ? 'up' : 'down'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('more')}
          </Button>
        </div>
      </header>
      {isTroubled(inbox) ? (
        <Notice tone="warn">
          <p>
            <strong>{t(`todo.${state as 'degraded'}`)}</strong>
          </p>
          {what && <p>{what}</p>}
          {todo && <p>{todo}</p>}
        </Notice>
      ) : (
        <p className="quiet">{[t(`about_.${state}`), isStopped ? null : state === 'stopped' ? todo : what].filter(Boolean).join(' · ')}</p>
      )}
      {isStopped && inbox.stopped !== null && (
        <p>{switching('stoppedBy', { by: inbox.stopped.by, ago: format.relative(inbox.stopped.at), reason: inbox.stopped.reason })}</p>
      )}
      <InboxOrders inbox={inbox} />
      {(state !== 'stopped' || lag.unread !== 0) && (
        <dl className={css['figures']}>
          <div>
            <dt>{t('waits')}</dt>
            <dd>
              {unread} {lag.oldestAt && <span className="quiet small">{t('oldest', { ago: format.relative(lag.oldestAt) })}</span>}
            </dd>
          </div>
          <div>
            <dt>{t('lastSuccess')}</dt>
            <dd>{inbox.lastSuccessAt === null ? t('never') : <Moment at={inbox.lastSuccessAt} />}</dd>
          </div>
          <div>
            <dt>{t('lastError')}</dt>
            <dd>{inbox.lastError === null ? t('noError') : inbox.lastError.at && <Moment at={inbox.lastError.at} />}</dd>
          </div>
          <div>
            <dt>{t('changed')}</dt>
            <dd>
              <Moment at={inbox.changedAt} />
            </dd>
          </div>
        </dl>
      )}
      {isOpen && (
        <>
          <InboxComparison inbox={inbox} />
          <Facts
            of={[
              [t('provider'), inbox.provider],
              [t('numberCode'), inbox.numberCode],
              [t('lastError'), lastError],
            ]}
          />
          {inbox.capabilities && <InboxAbilities of={inbox.capabilities} />}
          {inbox.channel === 'webchat' && (
            <div>
              <p className="quiet small">{t('snippet')}</p>
              <CopyText label={t('snippet')} text={writeSnippet(inbox.id)} />
            </div>
          )}
          <div className={css['row']}>
            <Link href={`/messages?inbox=${encodeURIComponent(inbox.id)}`}>{t('itsMessages')}</Link>
            <Link href={`/dead-letters?inbox=${encodeURIComponent(inbox.id)}`}>{t('itsDeadLetters')}</Link>
            <div className={css['end']}>
              <InboxStop inbox={inbox} />
            </div>
          </div>
        </>
      )}
    </section>
  );
}

/** All that a site embeds. */
function writeSnippet(inboxId: string): string {
  return `<script async data-boot src="${location.origin}/in/${encodeURIComponent(inboxId)}/widget.js"></script>`;
}

function Moment({ at }: { readonly at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.relative(at)}
    </time>
  );
}
