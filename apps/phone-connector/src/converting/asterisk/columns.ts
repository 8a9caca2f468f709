/** `cdr_csv` of Asterisk: what every version writes. */
const BASE = [
  'accountcode',
  'src',
  'dst',
  'dcontext',
  'clid',
  'channel',
  'dstchannel',
  'lastapp',
  'lastdata',
  'start',
  'answer',
  'end',
  'duration',
  'billsec',
  'disposition',
  'amaflags',
] as const;
/** `newcdrcolumns=yes`. */
const NEW = ['peeraccount', 'linkedid', 'sequence'] as const;
export const FEWEST_COLUMNS = BASE.length;
export const MOST_COLUMNS = BASE.length + 2 + NEW.length;

const UNIQUE_ID = /^(?:.*-)?\d{9,11}\.\d+$/;

/**
 * Names of the columns of one line of `cdr_csv`: `loguniqueid`, `loguserfield` and `newcdrcolumns` each add some, and nothing in the file says
 * which are on. Null where it is none of them.
 */
export function nameColumns(fields: readonly string[]): readonly string[] | null {
  const extra = fields.length - BASE.length;
  switch (extra) {
    case 0:
      return BASE;
    case 1:
      return [...BASE, nameSingle(fields[16]!)];
    case 2:
      return [...BASE, 'uniqueid', 'userfield'];
    case 3:
      return [...BASE, ...NEW];
    case 4:
      return [...BASE, nameSingle(fields[16]!), ...NEW];
    case 5:
      return [...BASE, 'uniqueid', 'userfield', ...NEW];
    default:
      return null;
  }
}

function nameSingle(value: string): string {
  return UNIQUE_ID.test(value) ? 'uniqueid' : 'userfield';
}

const ALIASES: Readonly<Record<string, string>> = {
  calldate: 'start',
  source: 'src',
  destination: 'dst',
  callerid: 'clid',
  destinationchannel: 'dstchannel',
  lastapplication: 'lastapp',
  billableseconds: 'billsec',
  starttime: 'start',
  answertime: 'answer',
  endtime: 'end',
  destinationcontext: 'dcontext',
};

/** Canonical name of a column as a header, a manager event or a setting calls it. */
export function toColumnName(written: string): string {
  const name = written
    .trim()
    .toLowerCase()
    .replace(/[\s_-]/g, '');
  return ALIASES[name] ?? name;
}

/** The columns that a line of names announces, or null where the line is no such header. */
export function readHeader(fields: readonly string[]): readonly string[] | null {
  const names = fields.map(toColumnName);
  return names.includes('disposition') && names.includes('start') && names.includes('src') ? names : null;
}
