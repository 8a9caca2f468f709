import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';
import css from './button.module.css';

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** primary: the one thing to do here. quiet: beside others, without a frame. danger: destroys something. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly small?: boolean;
  /** It is being done: shown, told to screen readers, and not to be pressed again. */
  readonly busy?: boolean;
  readonly children?: ReactNode;
}

export function Button({ look = 'plain', icon, small = false, busy = false, children, className, disabled, ...rest }: ButtonProps) {
  const classes = [css['button'], css[look], small ? css['small'] : '', className ?? ''].join(' ');
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      {...rest}
      onClick={busy ? undefined : rest.onClick}
    >
      {busy ? <span className={css['spinner']} aria-hidden /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: IconName;
  /** What it does, for everybody who does not know the picture; also shown on hover. */
  readonly label: string;
}

export function IconButton({ label, ...rest }: IconButtonProps) {
  return <Button look="quiet" aria-label={label} title={label} {...rest} className={`${css['square']} ${rest.className ?? ''}`} />;
}
