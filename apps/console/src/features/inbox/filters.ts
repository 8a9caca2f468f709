import type { Asking } from '#page-kit';

/** What the list is asked for: the words of the search line and its chips are two ways to write this. */
export type TicketQuery = Readonly<
  Partial<Record<Exclude<keyof NonNullable<Asking<'GET /tickets'>['query']>, 'limit' | 'cursor'>, string | true>>
>;

/** Filters that the search line knows as `name:value`, with the query's name for them. */
const NAMES: Readonly<Record<string, keyof TicketQuery>> = {
  status: 'status',
  priority: 'priority',
  category: 'category',
  type: 'requestType',
  tag: 'tag',
  group: 'group',
  assignee: 'assignee',
  channel: 'channel',
  inbox: 'inboxId',
  contact: 'contact',
  box: 'box',
};
/** `is:overdue` */
const FLAGS = ['overdue', 'watching', 'snoozed'] as const;
const WORD = /(\w+):(?:"([^"]*)"|(\S+))/g;

export interface Chip {
  readonly name: string;
  readonly value: string;
}

/** `status:open channel:email is:overdue "printer broken"` → chips and the words that are left, which search everything. */
export function readSearch(line: string): { readonly chips: readonly Chip[]; readonly text: string } {
  const chips: Chip[] = [];
  const rest = line.replace(WORD, (whole, name: string, quoted: string | undefined, bare: string | undefined) => {
    const value = quoted ?? bare ?? '';
    const isKnown = name === 'is' ? (FLAGS as readonly string[]).includes(value) : name in NAMES;
    if (!isKnown || value === '') return whole;
    chips.push({ name, value });
    return ' ';
  });
  return { chips, text: rest.replace(/\s+/g, ' ').trim() };
}

export function writeSearch(chips: readonly Chip[], text: string): string {
  return [...chips.map(({ name, value }) => `${name}:${/\s/.test(value) ? `"${value}"` : value}`), text].filter(Boolean).join(' ');
}

/** Several chips of one name mean any of them, where the API takes several. */
export function toQuery({ chips, text }: { readonly chips: readonly Chip[]; readonly text: string }): TicketQuery {
  const query: Partial<Record<keyof TicketQuery, string | true>> = {};
  for (const { name, value } of chips) {
    if (name === 'is') query[value as (typeof FLAGS)[number]] = true;
    else {
      const key = NAMES[name]!;
      query[key] = key in query && (key === 'status' || key === 'priority') ? `${query[key]},${value}` : value;
    }
  }
  if (text !== '') query.text = text;
  return query;
}

/** Words that complete what is typed last: names of filters, then values where they are few. */
export function completeSearch(line: string, values: Readonly<Record<string, readonly string[]>>): string[] {
  const last = /\S*$/.exec(line)?.[0] ?? '';
  const before = line.slice(0, line.length - last.length);
  const [name, typed] = last.includes(':') ? (last.split(':', 2) as [string, string]) : ['', ''];
  if (name !== '')
    return (values[name] ?? [])
      .filter((value) => value.startsWith(typed) && value !== typed)
      .slice(0, 8)
      .map((value) => `${before}${name}:${/\s/.test(value) ? `"${value}"` : value} `);
  if (last === '') return [];
  return Object.keys({ is: 1, ...NAMES })
    .filter((each) => each.startsWith(last))
    .map((each) => `${before}${each}:`);
}

export const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  is: FLAGS,
  status: ['new', 'open', 'pending', 'solved', 'closed'],
  priority: ['low', 'normal', 'high', 'urgent'],
  box: ['review', 'quarantine', 'folded'],
  assignee: ['me', 'none'],
  group: ['mine', 'none'],
};
