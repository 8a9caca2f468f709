import { Button, TextField } from '#page-kit';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyChannel } from '../attachments/attachment.js';
import { readAddresses, writeAddresses } from './addresses.js';
import { ChannelLimits } from './channel-limits.js';
import css from './channel.module.css';

export interface Receivers {
  /** Null: as the server finds them. */
  readonly to: string | null;
  readonly cc: string;
}

interface ChannelChoiceProps {
  readonly channels: readonly ReplyChannel[];
  readonly chosen: ReplyChannel;
  readonly onChoose: (channel: ReplyChannel) => void;
  readonly receivers: Receivers;
  readonly onReceivers: (receivers: Receivers) => void;
}

/** By which way the answer goes, to whom, within which limits. */
export function ChannelChoice({ channels, chosen, onChoose, receivers, onReceivers }: ChannelChoiceProps) {
  const { t } = useTranslation('answer');
  const id = useId();
  const [showsReceivers, setShows] = useState(false);
  const isShown = showsReceivers || receivers.to !== null || receivers.cc !== '';
  const wrong = (text: string | null) => {
    const faults = readAddresses(text ?? '').wrong;
    return faults.length === 0 ? null : t('noAddress', { what: faults.join(', ') });
  };
  return (
    <div className={css['choice']}>
      <div className={css['line']}>
        <label htmlFor={id} className="quiet small">
          {t('by')}
        </label>
        <select
          id={id}
          className={css['select']}
          value={channels.indexOf(chosen)}
          onChange={(event) => onChoose(channels[Number(event.target.value)]!)}
        >
          {channels.map((channel, index) => (
            <option key={keyOfChannel(channel)} value={index}>
              {nameOf(channel)}
            </option>
          ))}
        </select>
        {chosen.limits?.cc === true && !isShown && (
          <Button small look="quiet" onClick={() => setShows(true)}>
            {t('toAndCc')}
          </Button>
        )}
        <ChannelLimits channel={chosen} />
      </div>
      {chosen.limits?.cc === true && isShown && (
        <div className={css['receivers']}>
          <TextField
            label={t('to')}
            placeholder={writeAddresses([chosen.to])}
            value={receivers.to ?? ''}
            error={wrong(receivers.to)}
            onChange={(event) => onReceivers({ ...receivers, to: event.target.value === '' ? null : event.target.value })}
          />
          <TextField
            label={t('cc')}
            value={receivers.cc}
            error={wrong(receivers.cc)}
            onChange={(event) => onReceivers({ ...receivers, cc: event.target.value })}
          />
        </div>
      )}
    </div>
  );
}

export function keyOfChannel({ inboxId, to }: ReplyChannel): string {
  return `${inboxId} ${to.scheme} ${to.value}`;
}

const READABLE = new Set(['email', 'phone', 'phone_short', 'extension']);

/** The channel and whom it reaches; ids of browsers and of WeChat tell nobody anything. */
export function nameOf(channel: ReplyChannel): string {
  const { displayName, inboxId, to } = channel;
  const address = addressOf(channel);
  const person = to.displayName && address ? `${to.displayName} (${address})` : (to.displayName ?? address);
  return [displayName ?? inboxId, person].filter(Boolean).join(' → ');
}

/** Whom it reaches, in a word or two. */
export function receiverOf(channel: ReplyChannel): string {
  return channel.to.displayName ?? addressOf(channel) ?? nameOf(channel);
}

function addressOf({ to }: ReplyChannel): string | null {
  return READABLE.has(to.scheme) ? to.value : null;
}
