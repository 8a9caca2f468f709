import type { TFunction } from 'i18next';
import type { Failure, Inbox } from './inbox.js';
import type { troubles } from './troubles.en.js';

type Reasons = Inbox['reasons'];
type Code = keyof typeof troubles;

/** What a state comes of and what to do about it, in the reader's words; null where its connector tells no codes, or one that we have no words for. */
export function sayTroubles(
  reasons: Reasons,
  t: TFunction<'operating'>,
  showTime: (at: string) => string,
): { readonly what: string; readonly todo: string } | null {
  if (reasons === null || reasons.length === 0) return null;
  const said: { what: string; todo: string }[] = [];
  for (const { code, values = {} } of reasons) {
    const shown = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'string' && ISO.test(value) ? showTime(value) : value]),
    );
    const [what, todo] = (['what', 'todo'] as const).map((part) =>
      t(`troubles.${code as Code}.${part}`, { ...shown, defaultValue: UNKNOWN }),
    );
    if (what === UNKNOWN || todo === UNKNOWN) return null;
    said.push({ what: what!.trim(), todo: todo!.trim() });
  }
  const join = (part: 'what' | 'todo') =>
    said
      .map((one) => one[part])
      .filter((words) => words !== '')
      .join(' ');
  return { what: join('what'), todo: join('todo') };
}

/** The same of an inbox that could not do what it was asked for. */
export function sayFailure(
  failure: Failure,
  t: TFunction<'operating'>,
  showTime: (at: string) => string,
): { readonly what: string; readonly todo: string | undefined } {
  return sayTroubles(failure?.reasons ?? null, t, showTime) ?? { what: failure?.message ?? '', todo: failure?.hint };
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const UNKNOWN = '\0';
