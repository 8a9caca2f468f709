import type { ReactNode } from 'react';
import { Icon } from './icon.js';
import css from './badge.module.css';

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

/** A word on a coloured ground; the word alone must say it. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`${css['badge']} ${css[tone]}`}>{children}</span>;
}

/** Initials of somebody; his name stands beside it. */
export function Avatar({ name }: { readonly name: string }) {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const initials = /[\u3040-\u9fff\uac00-\ud7af]/u.test(name)
    ? [...name.trim()].slice(-1)[0]
    : first + ([...(words.length > 1 ? words.at(-1)! : '')][0] ?? '');
  // A number has no initials.
  if (/^[+\d\s()-]+$/.test(name))
    return (
      <span className={css['avatar']} aria-hidden>
        <Icon name="phone" size={16} />
      </span>
    );
  // Drawn by the style sheet: as text it would be part of what a button around it is called.
  return <span className={css['avatar']} data-initials={initials?.toUpperCase()} aria-hidden />;
}
