import { Badge, Button, IconButton, Popover } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../entry.js';
import css from './entry.module.css';
import { knownName, knownValue, toWhy } from './why-words.js';

/** Why an entry is in this ticket: the rule, how sure it was, what it found; and what to do where it was wrong. */
export function Why({
  entry,
  onMove,
  onSplit,
}: {
  readonly entry: Entry;
  readonly onMove: (() => void) | null;
  readonly onSplit: (() => void) | null;
}) {
  const { t } = useTranslation('thread');
  const [open, setOpen] = useState(false);
  if (entry.threading === null) return null;
  const { rule, sureness, evidence } = toWhy(entry.threading);
  const nameOf = (name: string) => {
    const known = knownName(name);
    return known === null ? name : t(`evidence.${known}`);
  };
  const valueOf = (value: string) => {
    const known = knownValue(value);
    return known === null ? value : t(`evidenceValue.${known}`);
  };
  const leave = (run: () => void) => () => {
    setOpen(false);
    run();
  };
  return (
    <Popover label={t('why')} open={open} onOpenChange={setOpen} trigger={<IconButton small icon="why" label={t('why')} data-why />}>
      <div className={css['why']}>
        <h3>{t('why')}</h3>
        <p>{rule === null ? entry.threading.rule : t(`rule.${rule}`)}</p>
        <p>
          <Badge tone={sureness === 'certain' ? 'good' : sureness === 'likely' ? 'plain' : 'warn'}>{t(`sure.${sureness}`)}</Badge>
        </p>
        {evidence.length > 0 && (
          <dl className={css['facts']}>
            {evidence.map(([name, value]) => (
              <div key={name}>
                <dt>{nameOf(name)}</dt>
                <dd>{valueOf(value)}</dd>
              </div>
            ))}
          </dl>
        )}
        {entry.checks !== null && (
          <p className="quiet small">
            {t('checks', { spf: entry.checks.spf ?? '–', dkim: entry.checks.dkim ?? '–', dmarc: entry.checks.dmarc ?? '–' })}
          </p>
        )}
        {(onMove ?? onSplit) !== null && (
          <>
            <p className="quiet small">{t('whyWrong')}</p>
            <div className={css['whyButtons']}>
              {onMove && (
                <Button small icon="move" onClick={leave(onMove)}>
                  {t('move')}
                </Button>
              )}
              {onSplit && (
                <Button small icon="split" onClick={leave(onSplit)}>
                  {t('split')}
                </Button>
              )}
            </div>
          </>
        )}
      </div>
    </Popover>
  );
}
