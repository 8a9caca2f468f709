import type { Checklist, ChecklistsSection } from '../desk/schema/checklists.js';

export interface Case {
  readonly requestType: string | null;
  readonly category: string | null;
  /** As somebody said, of the desk's symptoms. */
  readonly symptom: string | null;
  /** What it is about, of the product lines of the help. */
  readonly productLine: string | null;
  readonly text: string;
}

/** Checklists for a case, the most fitting first. One that is for another type, category, symptom or product line is not offered. */
export function offerChecklists(
  { lists }: ChecklistsSection,
  asked: Case,
  readers: readonly Checklist['for'][],
): { key: string; list: Checklist }[] {
  const text = asked.text.toLowerCase();
  return Object.entries(lists)
    .filter(([, list]) => readers.includes(list.for))
    .flatMap(([key, list]) => {
      const fits = [
        saysYes(list.requestTypes, asked.requestType === null ? [] : [asked.requestType]),
        saysYes(list.categories, asked.category === null ? [] : withAbove(asked.category)),
        saysYes(list.symptoms, asked.symptom === null ? [] : [asked.symptom]),
        // Whoever has not said which product it is chooses among the lists of all.
        asked.productLine === null ? undefined : saysYes(list.productLines, [asked.productLine]),
      ];
      const said = list.words.filter((word) => text.includes(word.toLowerCase())).length;
      // Who did not say a symptom is offered by his words.
      if (fits[0] === false || fits[1] === false || fits[3] === false || (fits[2] === false && (asked.symptom !== null || said === 0)))
        return [];
      return [{ key, list, weight: fits.filter((each) => each === true).length * 2 + Math.min(3, said) }];
    })
    .sort((one, other) => other.weight - one.weight || (one.key < other.key ? -1 : 1))
    .map(({ key, list }) => ({ key, list }));
}

/** Undefined: says nothing of it. */
function saysYes(wanted: readonly string[], has: readonly string[]): boolean | undefined {
  return wanted.length === 0 ? undefined : wanted.some((each) => has.includes(each));
}

/** `billing/refund` is a `billing` too, whichever sign stands between the levels. */
function withAbove(category: string): string[] {
  const parts = category.split(/[/.>]/);
  return [category, ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}
