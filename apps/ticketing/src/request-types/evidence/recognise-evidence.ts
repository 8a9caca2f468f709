import type { Evidence } from '../../desk/schema/evidence.js';
import { type CategoryPaths, isNamed } from '../category-paths.js';
import { isFilled } from '../fields/required-fields.js';
import type { FieldValues } from '../fields/read-fields.js';

type Evidences = Readonly<Record<string, Evidence>>;

export interface GivenAttachment {
  readonly fileName: string | null;
  readonly contentType: string;
}

/** What of a message may be evidence. */
export interface GivenMessage {
  readonly text: string;
  readonly attachments: readonly GivenAttachment[];
}

export interface RecognisedEvidence {
  readonly key: string;
  /** What was written, where it is words; a file's name otherwise. */
  readonly value: string | null;
}

/** Longest text that patterns look at, in characters: theirs is the time of the desk. */
const LOOKED_AT = 20_000;

/** Keys of the evidence that such a case needs, in the order of the desk's file. */
export function findNeededEvidence(
  all: Evidences,
  { requestType, category }: { readonly requestType: string | null; readonly category: string | null },
  pathOf: CategoryPaths,
): string[] {
  return Object.entries(all).flatMap(([key, { requestTypes, categories }]) => {
    const byType = requestTypes.length === 0 || (requestType !== null && requestTypes.includes(requestType));
    const byCategory = categories.length === 0 || isNamed(category, categories, pathOf);
    return byType && byCategory ? [key] : [];
  });
}

/**
 * Which of the evidence a message gives. One attachment is one piece: where several are waited for that it could be, it is the first of them
 * that nothing else was found for, so that one photo does not tick both the receipt and the damage.
 */
export function recogniseEvidence(
  all: Evidences,
  waitedFor: readonly string[],
  message: GivenMessage,
  values: FieldValues,
): RecognisedEvidence[] {
  const found: RecognisedEvidence[] = [];
  const text = message.text.slice(0, LOOKED_AT).normalize('NFKC');
  const left = [...message.attachments];
  for (const key of waitedFor) {
    const evidence = all[key];
    if (evidence === undefined) continue;
    if (evidence.field !== undefined && isFilled(values[evidence.field])) {
      found.push({ key, value: String(values[evidence.field]) });
      continue;
    }
    const match = evidence.pattern === undefined ? null : new RegExp(evidence.pattern, 'u').exec(text);
    if (match !== null) {
      found.push({ key, value: (match[1] ?? match[0]).trim() });
      continue;
    }
    const at = left.findIndex((attachment) => isSuch(evidence, attachment));
    if (at === -1) continue;
    const [attachment] = left.splice(at, 1);
    found.push({ key, value: attachment!.fileName });
  }
  return found;
}

function isSuch({ attachments, fileNames }: Evidence, { fileName, contentType }: GivenAttachment): boolean {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  const ofType = attachments.some((wanted) => (wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted));
  return ofType && (fileNames === undefined || new RegExp(fileNames, 'iu').test(fileName ?? ''));
}
