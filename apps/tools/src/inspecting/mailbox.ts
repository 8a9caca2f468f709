/** Raw mails of a mailbox file, in file order. Throws when the file is neither an mbox nor JSON Lines. */
export function readMailbox(file: string, bytes: Buffer): Buffer[] {
  return file.toLowerCase().endsWith('.jsonl') ? readJsonLines(bytes) : splitMbox(bytes);
}

/** A `From ` line begins a mail at the start of the file and after an empty line, as every mbox writer takes care of. */
export function splitMbox(bytes: Buffer): Buffer[] {
  const text = bytes.toString('latin1');
  const starts = [...text.matchAll(/(?:^|(?<=\n\r?\n))From [^\n]*\n/g)];
  if (starts.length === 0) {
    if (text.trim() === '') return [];
    throw new Error('no line starts with "From ": this is no mbox');
  }
  return starts.map((start, at) => bytes.subarray(start.index + start[0].length, starts[at + 1]?.index ?? bytes.length));
}

const FIELDS: Readonly<Record<string, string>> = {
  message_id: 'Message-ID',
  in_reply_to: 'In-Reply-To',
  references: 'References',
  subject: 'Subject',
  from: 'From',
  to: 'To',
  cc: 'Cc',
  date: 'Date',
  thread_topic: 'Thread-Topic',
};
const IDS = new Set(['message_id', 'in_reply_to', 'references']);

/** Each line is the header of a mail; it becomes that header again, so that one parser reads both forms. */
function readJsonLines(bytes: Buffer): Buffer[] {
  const lines = bytes.toString('utf8').split('\n');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [toRawMail(parseLine(line, at + 1))]));
}

function parseLine(line: string, number: number): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(line);
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new Error(`line ${number} is no JSON object`);
}

function toRawMail(row: Record<string, unknown>): Buffer {
  const header = Object.entries(FIELDS).flatMap(([key, name]) => {
    const value = toFieldValue(row[key], IDS.has(key));
    return value === '' ? [] : [`${name}: ${value}\r\n`];
  });
  return Buffer.from(`${header.join('')}\r\n`, 'utf8');
}

function toFieldValue(value: unknown, ids: boolean): string {
  const words = (Array.isArray(value) ? value : [value]).filter((word): word is string => typeof word === 'string' && word.trim() !== '');
  // a line end inside a value would begin a field of its own
  const folded = words.map((word) => word.replace(/\s+/g, ' ').trim());
  return ids ? folded.map((word) => (/[<>\s]/.test(word) ? word : `<${word}>`)).join(' ') : folded.join(', ');
}
