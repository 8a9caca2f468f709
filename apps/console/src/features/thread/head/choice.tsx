import type { ReactNode, Ref } from 'react';
import css from './head.module.css';

/** A value of the ticket that is changed where it stands. */
export function Choice({
  label,
  value,
  onChange,
  disabled,
  children,
  ref,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLSelectElement>;
}) {
  return (
    <label className={css['choice']}>
      <span>{label}</span>
      <select ref={ref} value={value} disabled={disabled} onChange={({ target }) => onChange(target.value)}>
        {children}
      </select>
    </label>
  );
}
