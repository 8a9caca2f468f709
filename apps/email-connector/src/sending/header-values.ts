/** What may not stand in a header: controls, line and paragraph separators, half characters. */
const UNWRITABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** Marks that turn the text around them: a file that shows as `fdp.exe` ends in `.pdf`. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;
const ENCODED_WORD = /=\?/g;
/** 64 characters of the 75 that RFC 2047 §2 allows: the first stands in the line of the field's name, for Python takes a fold before it for a blank. */
const MAX_WORD_BYTES = 39;
/** A longer run without a blank is encoded, for a line may have 998 octets and a run cannot be folded. */
const MAX_RUN = 200;
const MAX_SUBJECT = 900;
const MAX_NAME = 200;
const MAX_FILE_NAME = 180;
const MAX_EXTENSION = 20;

/** One line of text. Whatever could end a header, or a program take for the end of one, is a blank. */
function toLine(text: string, max: number): string {
  return cut(text.replace(UNWRITABLE, ' ').trim(), max);
}

/** Between characters, not through one. */
function cut(text: string, max: number): string {
  return text.length <= max
    ? text
    : text
        .slice(0, max)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd();
}

/** A subject, written so that it reads as it was given: what looks like an encoded word is encoded, so that nobody decodes it. */
export function toSubject(text: string): string {
  const line = toLine(text, MAX_SUBJECT);
  const plain = /^[\x20-\x7e]*$/.test(line) && !line.includes('=?') && !new RegExp(`\\S{${MAX_RUN}}`).test(line);
  return plain ? line : toEncodedWords(line);
}

/** Name beside an address. Some programs decode words in quotes too, so a name has none. */
export function toDisplayName(text: string | undefined): string {
  return toLine(text ?? '', MAX_NAME).replace(ENCODED_WORD, '= ?');
}

/** A file's name without folders and without marks that hide how it ends; its extension outlives the cut. */
export function toFileName(text: string): string {
  const name = toLine(text.replace(TURNING, ''), Infinity)
    .replace(ENCODED_WORD, '= ?')
    .replace(/[/\\]+/g, '_');
  if (name.length <= MAX_FILE_NAME) return name === '' || /^\.+$/.test(name) ? 'attachment' : name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION ? name.slice(dot) : '';
  return cut(name, MAX_FILE_NAME - extension.length) + extension;
}

/** A value of one token: a ticket's number. Null for anything else. */
export function toToken(text: string): string | null {
  return /^[\x21-\x7e]{1,100}$/.test(text) ? text : null;
}

/** Runs of plain letters, which stay in one word where they fit: a ticket's number is found by programs that join words badly, too. */
const PIECES = /[\x21-\x7e]+|[^\x21-\x7e]/gu;

/** RFC 2047 in base64: no character in two words. */
function toEncodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  const add = (piece: string, size: number) => {
    if (bytes + size > MAX_WORD_BYTES) {
      words.push(word);
      word = '';
      bytes = 0;
    }
    word += piece;
    bytes += size;
  };
  for (const [piece] of text.matchAll(PIECES)) {
    const size = Buffer.byteLength(piece);
    if (size <= MAX_WORD_BYTES) add(piece, size);
    else for (const character of piece) add(character, 1);
  }
  if (word !== '') words.push(word);
  return words.map((each) => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ');
}
