import type { ItemOf } from '#page-kit';
import type { TFunction } from 'i18next';
import type { accountKinds, causes, givenFields } from './audit-words.en.js';

type Deed = Pick<ItemOf<'GET /audit'>, 'cause' | 'reason' | 'outcome'>;

export interface AuditTools {
  /** What the page calls a role. */
  readonly nameRole: (key: string) => string;
  /** What a code of the API means; null where the language has no words of its own for it. */
  readonly sayCode: (code: string) => string | null;
}

/** The name of something that was given, in words; its own where we have none (of an older version). */
export function sayGiven(field: string, t: TFunction<'operating'>): string {
  return t(`givenFields.${field as keyof typeof givenFields}`, { defaultValue: field });
}

/**
 * Why it ended so, in the reader's words: by the code of a refusal or the cause of a deed. What a person said, or an older version wrote, stands as it is;
 * null where nothing is told.
 */
export function sayWhy({ cause, reason, outcome }: Deed, t: TFunction<'operating'>, { nameRole, sayCode }: AuditTools): string | null {
  if (cause !== undefined) {
    const { from, to, kinds, ...values } = cause.values ?? {};
    const said = {
      ...values,
      ...(from === undefined ? {} : { from: nameRole(from) }),
      ...(to === undefined ? {} : { to: nameRole(to) }),
      ...(kinds === undefined ? {} : { kinds: sayKinds(kinds, t) }),
    };
    return t(`causes.${cause.code as keyof typeof causes}`, { ...said, defaultValue: reason ?? cause.code });
  }
  if (reason === undefined) return null;
  return outcome === 'refused' ? (sayCode(reason) ?? reason.replaceAll('_', ' ')) : reason;
}

function sayKinds(kinds: string, t: TFunction<'operating'>): string {
  return kinds
    .split(', ')
    .map((kind) => t(`accountKinds.${kind as keyof typeof accountKinds}`, { defaultValue: kind }))
    .join(', ');
}
