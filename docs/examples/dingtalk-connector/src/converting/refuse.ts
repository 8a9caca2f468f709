import type { ErrorCategory } from '@tributary/connector-sdk/contracts';
import { PermanentError } from '@tributary/connector-sdk/runtime';

/** Why a reply will never go as it is; thrown before anything is marked or sent. */
export function refuse(category: ErrorCategory, message: string, hint: string): PermanentError {
  return new PermanentError(message, { code: category, hint, fields: { category } });
}
