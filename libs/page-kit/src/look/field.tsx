import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import css from './field.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; told to screen readers with the control. */
  readonly error?: string | null | undefined;
  readonly hideLabel?: boolean;
}

interface Described {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

/** A labelled control of any kind: `children` gets the ids that bind both. */
export function Field({
  label,
  hint,
  error,
  hideLabel = false,
  children,
}: FieldProps & { readonly children: (bound: Described) => ReactNode }) {
  const id = useId();
  const about = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={css['field']}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : css['label']}>
        {label}
      </label>
      {children({ id, ...(about && { 'aria-describedby': about }), ...(error ? { 'aria-invalid': true } : {}) })}
      {hint && (
        <div id={`${id}-hint`} className={css['hint']}>
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className={css['error']} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, hideLabel, className, ...input }: FieldProps & ComponentPropsWithRef<'input'>) {
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel === undefined ? {} : { hideLabel })}>
      {(bound) => <input className={`${css['control']} ${className ?? ''}`} {...input} {...bound} />}
    </Field>
  );
}

export function TextArea({ label, hint, error, hideLabel, className, ...area }: FieldProps & ComponentPropsWithRef<'textarea'>) {
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel === undefined ? {} : { hideLabel })}>
      {(bound) => <textarea rows={4} className={`${css['control']} ${css['area']} ${className ?? ''}`} {...area} {...bound} />}
    </Field>
  );
}

export function SelectField({
  label,
  hint,
  error,
  hideLabel,
  className,
  children,
  ...select
}: FieldProps & ComponentPropsWithRef<'select'>) {
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel === undefined ? {} : { hideLabel })}>
      {(bound) => (
        <select className={`${css['control']} ${className ?? ''}`} {...select} {...bound}>
          {children}
        </select>
      )}
    </Field>
  );
}

export function Checkbox({
  label,
  hint,
  ...input
}: { readonly label: ReactNode; readonly hint?: ReactNode } & ComponentPropsWithRef<'input'>) {
  const id = useId();
  return (
    <div className={css['check']}>
      <input type="checkbox" {...input} id={id} {...(hint ? { 'aria-describedby': `${id}-hint` } : {})} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div id={`${id}-hint`} className={css['hint']}>
          {hint}
        </div>
      )}
    </div>
  );
}
