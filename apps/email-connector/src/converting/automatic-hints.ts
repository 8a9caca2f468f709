/** What kind of automatic words a text may hold. */
export type Hint = 'automatic' | 'absence' | 'received';

/**
 * How words begin, with four letters, without which no pattern for automatic mail holds. The patterns take as long as all the rest of a small
 * mail, and most mails of people have none of these.
 */
const BEGINNINGS: Readonly<Record<Hint, string>> = {
  automatic: 'auto aute otom αυτό авто động repl resp syst',
  absence:
    'offi away vaca leav holi trav büro haus erre urla abwe abse cong dépl fuer ause auss féri fora uffi asse feri afwe aanw vaka från seme ledi sted frav bort loma pois nieo urlo biur kanc dovo nepř nepr отпу кома офис відп',
  received: 'rece crea open logg regi eing erha reçu enre reci rice ontv mott modt otrz zgło přij obdr poža полу прин созд заре отри прий',
};
const KINDS = new Map<number, Hint>(
  Object.entries(BEGINNINGS).flatMap(([kind, words]) => words.split(' ').map((word): [number, Hint] => [keyAt(word, 0), kind as Hint])),
);
/** Which two letters begin one of them: for most words that is all one looks at. */
const FIRST_TWO = new Uint8Array(4_096);
for (const word of Object.values(BEGINNINGS).join(' ').split(' ')) FIRST_TWO[pairAt(word, 0)] = 1;
/** Does any of them begin a word? Compiled it is less than half the work of the loop that tells which. */
const ANY = new RegExp(`(?<![A-Za-z\\u00c0-\\uffff])(?:${Object.values(BEGINNINGS).join(' ').replaceAll(' ', '|')})`, 'i');
const ALL: ReadonlySet<Hint> = new Set<Hint>(['automatic', 'absence', 'received']);
/** Of scripts without blanks between words, wherever they stand. */
const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const CJK_WORDS: Readonly<Record<Hint, readonly string[]>> = {
  automatic: ['自动', '自動', '请勿', '請勿', '请不要', '請不要', '자동', '발신'],
  absence: ['休假', '出差', '外出', '度假', '放假', '不在', '休暇', '出張', '휴가', '부재', '출장'],
  received: ['收到', '受理', '创建', '建立', '提交', '登记', '收悉', '受け付', '受付', 'ありがとう', '접수'],
};
/** Scripts that are not asked. */
const OTHER = /[\u0590-\u07ff\u0e00-\u0e7f]/;

/** Looks at the first and the last so many characters. */
export function hintsIn(text: string, most: number): ReadonlySet<Hint> {
  if (OTHER.test(text)) return ALL;
  const found = new Set<Hint>();
  if (CJK.test(text)) for (const kind of ALL) if (CJK_WORDS[kind].some((word) => text.includes(word))) found.add(kind);
  if (!ANY.test(text)) return found;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    if (at === most && text.length > 2 * most) at = text.length - most;
    const letter = isLetter(text.charCodeAt(at));
    if (letter && !inWord && FIRST_TWO[pairAt(text, at)] === 1) {
      const kind = KINDS.get(keyAt(text, at));
      if (kind !== undefined) found.add(kind);
    }
    inWord = letter;
  }
  return found;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code >= 0xc0;
}

function pairAt(text: string, at: number): number {
  return ((lowerAt(text, at) << 5) ^ lowerAt(text, at + 1)) & 4_095;
}

/** Of four letters: numbers cost a tenth of what strings do. */
function keyAt(text: string, at: number): number {
  let key = 0;
  for (let i = at; i < at + 4; i++) key = (Math.imul(key, 65_599) + lowerAt(text, i)) | 0;
  return key;
}

function lowerAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return (code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code <= 0xde) || (code >= 0x410 && code <= 0x42f) ? code + 0x20 : code;
}
