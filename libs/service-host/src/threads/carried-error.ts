import { ConfigurationError, PermanentError, RetriableError, TributaryError } from '#runtime';
import type { CarriedError } from './questions.js';

export function packError(error: unknown): CarriedError {
  if (error instanceof TributaryError) {
    const { message, errorClass, code, hint } = error;
    return { message, told: { errorClass, code, ...(hint === undefined ? {} : { hint }) } };
  }
  return error instanceof Error
    ? { message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) }
    : { message: String(error) };
}

export function unpackError({ message, stack, told }: CarriedError): Error {
  if (told === undefined) return Object.assign(new Error(message), stack === undefined ? {} : { stack });
  switch (told.errorClass) {
    case 'configuration':
      return new ConfigurationError(message, told);
    case 'retriable':
      return new RetriableError(message, told);
    default:
      return new PermanentError(message, told);
  }
}
