/**
 * Errors are classed by who must act; retry policies read the class and nothing else.
 * - `retriable`: nobody, time heals it (database away, 451).
 * - `permanent`: nobody can; this input will never succeed.
 * - `configuration`: the operator; nothing of this kind can succeed until then.
 */
export type ErrorClass = 'retriable' | 'permanent' | 'configuration';

export interface ErrorDetails {
  /** Stable, machine readable, snake_case. */
  readonly code: string;
  /** What to do about it, for the person who must act. */
  readonly hint?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const MARK = Symbol.for('tributary.error');

/** Base of every error that is thrown on purpose. `message` names what and where. */
export abstract class TributaryError extends Error {
  /**
   * A connector of somebody else brings its own copy of this file: its errors are of the same classes all the same. Classes derived from these
   * are told apart as ever.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    if (!(value instanceof Error) || !(MARK in value)) return false;
    if (this === TributaryError) return true;
    return (
      Object.hasOwn(this, 'errorClass') && (value as Partial<TributaryError>).errorClass === (this as { errorClass?: unknown }).errorClass
    );
  }

  readonly [MARK] = true;
  abstract readonly errorClass: ErrorClass;
  readonly code: string;
  readonly hint?: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.hint = details.hint;
    this.fields = details.fields ?? {};
  }
}

export class RetriableError extends TributaryError {
  static readonly errorClass = 'retriable';
  readonly errorClass = 'retriable';
  /** Earliest sensible next try, in ms from now, when the other side said so. */
  readonly retryAfterMs?: number;
  /**
   * True when the thrower itself ends the waiting (a reply has a time to live): a parked record is then tried again after `retryAfterMs`
   * and not given up for the number of its tries.
   */
  readonly endsItself: boolean;

  constructor(message: string, details: ErrorDetails & { retryAfterMs?: number; endsItself?: boolean }) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
    this.endsItself = details.endsItself ?? false;
  }
}

export class PermanentError extends TributaryError {
  static readonly errorClass = 'permanent';
  readonly errorClass = 'permanent';
}

export class ConfigurationError extends TributaryError {
  static readonly errorClass = 'configuration';
  readonly errorClass = 'configuration';
}

/** Class of anything thrown: an unknown error is retriable, for it may be a passing fault; attempts bound it. */
export function errorClassOf(error: unknown): ErrorClass {
  return error instanceof TributaryError ? error.errorClass : 'retriable';
}
