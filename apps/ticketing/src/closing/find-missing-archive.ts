import type { ArchivePart, ArchiveRule } from '../desk/schema/archive.js';
import { type CategoryPaths, isNamed } from '../request-types/category-paths.js';
import type { FieldValues } from '../request-types/fields/read-fields.js';
import { isFilled } from '../request-types/fields/required-fields.js';

/** What decides which of the desk's rules of closing are about a case. */
export interface ClosingCase {
  readonly requestType: string | null;
  readonly category: string | null;
  readonly complex: boolean;
}

type Which = Pick<ArchiveRule, 'requestTypes' | 'categories' | 'complexOnly'>;

export function isAbout(which: Which, { requestType, category, complex }: ClosingCase, pathOf: CategoryPaths): boolean {
  const byType = which.requestTypes.length === 0 || (requestType !== null && which.requestTypes.includes(requestType));
  const byCategory = which.categories.length === 0 || isNamed(category, which.categories, pathOf);
  return byType && byCategory && (!which.complexOnly || complex);
}

export type ArchiveTexts = Readonly<Record<ArchivePart, string | null>>;

export interface MissingArchive {
  readonly parts: readonly ArchivePart[];
  readonly fields: readonly string[];
}

/** What must still be filled before such a case closes. */
export function findMissingArchive(
  rules: readonly ArchiveRule[],
  about: ClosingCase,
  archive: ArchiveTexts,
  values: FieldValues,
  pathOf: CategoryPaths,
): MissingArchive {
  const holding = rules.filter((rule) => isAbout(rule, about, pathOf));
  const unique = <T>(list: readonly T[]) => [...new Set(list)];
  return {
    parts: unique(holding.flatMap(({ parts }) => parts)).filter((part) => (archive[part] ?? '').trim() === ''),
    fields: unique(holding.flatMap(({ fields }) => fields)).filter((key) => !isFilled(values[key])),
  };
}
