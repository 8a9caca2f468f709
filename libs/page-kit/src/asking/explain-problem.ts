import type { TFunction } from 'i18next';
import { ApiProblem } from '#api-client';
import { sayCode } from '../language/say-code.js';

/** A refusal within an answer, as of one ticket of many. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

export interface Explanation {
  readonly title: string;
  readonly about: string | null;
}

/**
 * A failure for who reads it: what it is, and what to do. The API's own words stand where we have none for its code, and below ours, for the
 * names and numbers in them.
 */
export function explainProblem(error: unknown, t: TFunction<'kit'>): Explanation {
  if (!(error instanceof ApiProblem)) return { title: t('problem.offline'), about: t('problem.offlineAbout') };
  const words = [error.body['detail'], error.body['hint']].filter((text): text is string => typeof text === 'string' && text !== '');
  const said = words.join(' ') || null;
  const sentence = sayCode(error.code);
  if (sentence !== null) return { title: sentence, about: said };
  if (error.status === 401) return { title: t('problem.signedOut'), about: t('problem.signedOutAbout') };
  if (error.status === 403) return { title: t('problem.forbidden'), about: said };
  if (error.status === 404) return { title: t('problem.notFound'), about: said };
  if (error.code === 'version_conflict') return { title: t('problem.conflict'), about: t('problem.conflictAbout') };
  if (error.status === 409) return { title: t('problem.conflict'), about: said };
  if (error.status === 429) return { title: t('problem.tooOften'), about: t('problem.tooOftenAbout') };
  if (error.status >= 500) return { title: t('problem.broken'), about: said };
  return { title: t('problem.refused'), about: said };
}

/** The same of a refusal within an answer: in our words, the API's own below for its names and numbers; those alone where we have none. */
export function explainRefusal({ code, detail }: Refusal, t: TFunction<'kit'>): Explanation {
  const sentence = sayCode(code) ?? (code === 'version_conflict' ? t('problem.conflict') : null);
  return sentence === null ? { title: detail, about: null } : { title: sentence, about: detail };
}
