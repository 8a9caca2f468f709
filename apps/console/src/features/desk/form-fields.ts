/** What of the desk's file is changed by forms; everything else is changed as text. */
export interface FieldSpec {
  /** Its name in the file; its label is the word of the same name. */
  readonly name: string;
  /** words: a list, with commas. texts: by language. long: texts of several lines. rows: a list of small things. */
  readonly kind: 'text' | 'words' | 'number' | 'yes' | 'choice' | 'texts' | 'long' | 'rows';
  readonly options?: readonly string[] | { readonly keysOf: string };
  readonly fields?: readonly FieldSpec[];
}

/** Changes one place of the document; comments and order of everything else stay. `undefined` takes it out. */
export type Change = (place: readonly (string | number)[], value: unknown) => void;

export interface SectionSpec {
  readonly key: 'channels' | 'calendars' | 'groups' | 'targets' | 'templates' | 'categories';
  readonly at: readonly string[];
  /** map: by key. list: each names its own. */
  readonly kind: 'map' | 'list';
  readonly fields: readonly FieldSpec[];
  /** What a new one needs so that it is whole. */
  readonly fresh: Readonly<Record<string, unknown>>;
}

const calendar = { name: 'calendar', kind: 'choice', options: { keysOf: 'calendars' } } as const;
const priorities = ['low', 'normal', 'high', 'urgent'] as const;

export const SECTIONS: readonly SectionSpec[] = [
  {
    ...{ key: 'channels', at: ['channels'], kind: 'map' },
    fields: [
      { name: 'name', kind: 'texts' },
      { name: 'purpose', kind: 'texts' },
      { name: 'hours', kind: 'choice', options: { keysOf: 'calendars' } },
      { name: 'inboxes', kind: 'words' },
      { name: 'media', kind: 'words' },
      { name: 'outOfHoursNotice', kind: 'yes' },
      { name: 'announceDays', kind: 'number' },
    ],
    fresh: { name: 'New channel' },
  },
  {
    ...{ key: 'calendars', at: ['calendars'], kind: 'map' },
    fields: [
      { name: 'zone', kind: 'text' },
      { name: 'holidays', kind: 'words' },
      {
        ...{ name: 'hours', kind: 'rows' },
        fields: [
          { name: 'days', kind: 'words' },
          { name: 'spans', kind: 'words' },
          { name: 'by', kind: 'choice', options: ['people', 'bot', 'menu'] },
          { name: 'moved', kind: 'yes' },
        ],
      },
      {
        ...{ name: 'onHolidays', kind: 'rows' },
        fields: [
          { name: 'holidays', kind: 'words' },
          { name: 'spans', kind: 'words' },
        ],
      },
    ],
    fresh: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-18:00'] }] },
  },
  {
    ...{ key: 'groups', at: ['groups'], kind: 'map' },
    fields: [
      { name: 'name', kind: 'texts' },
      { name: 'description', kind: 'texts' },
      { name: 'members', kind: 'words' },
      { name: 'supervisors', kind: 'words' },
      { name: 'level', kind: 'number' },
      calendar,
    ],
    fresh: { name: 'New group' },
  },
  {
    ...{ key: 'targets', at: ['targets', 'list'], kind: 'list' },
    fields: [
      { name: 'key', kind: 'text' },
      {
        ...{ name: 'kind', kind: 'choice' },
        options: ['response', 'nextResponse', 'resolution', 'progress', 'pickup', 'firstLine', 'greeting'],
      },
      { name: 'length', kind: 'text' },
      calendar,
      { name: 'alone', kind: 'yes' },
    ],
    fresh: { key: 'new-target', kind: 'response', length: '8 working hours' },
  },
  {
    ...{ key: 'templates', at: ['templates'], kind: 'map' },
    fields: [
      { name: 'name', kind: 'texts' },
      { name: 'kind', kind: 'choice', options: ['reply', 'script', 'data-collection', 'dispute', 'automatic'] },
      { name: 'text', kind: 'long' },
      { name: 'requestTypes', kind: 'words' },
      { name: 'categories', kind: 'words' },
    ],
    fresh: { name: 'New template', text: '…' },
  },
  {
    ...{ key: 'categories', at: ['categories'], kind: 'map' },
    fields: [
      { name: 'name', kind: 'texts' },
      { name: 'priority', kind: 'choice', options: priorities },
    ],
    fresh: { name: 'New category' },
  },
];
