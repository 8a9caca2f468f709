import { isUtf8 } from 'node:buffer';

/** Labels that are put on UTF-8 by programs that know no other. */
const DOUBTED = new Set(['windows-1252', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1251', 'koi8-r']);
/** Characters beyond ASCII that prove it: two Chinese characters in GBK may be UTF-8 by chance, few letters of Latin-1 are. */
const MIN_WESTERN = 2;
const MIN_OTHER = 4;
/** So many bytes of high value in a row are no word of a western language. */
const RUN = 4;
const MIN_HIGH = 8;

/** Are these bytes UTF-8 although the label says otherwise? */
export function isPlainlyUtf8(bytes: Buffer, charset: string): boolean {
  if (!DOUBTED.has(charset) || !isUtf8(bytes)) return false;
  const least = charset === 'windows-1252' ? MIN_WESTERN : MIN_OTHER;
  let found = 0;
  for (const byte of bytes) {
    // in GBK and its kin pairs of bytes are UTF-8 by chance, triples are not
    if (byte >= (charset === 'windows-1252' ? 0xc2 : 0xe0) && ++found >= least) return true;
  }
  return false;
}

/** Do most bytes of high value stand in runs, as those of Chinese, Japanese, Korean and Cyrillic texts do? */
export function looksNotWestern(bytes: Buffer): boolean {
  let high = 0;
  let inRuns = 0;
  let run = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length && bytes[i]! >= 0x80) run++;
    else if (run > 0) {
      high += run;
      if (run >= RUN) inRuns += run;
      run = 0;
    }
  }
  return high >= MIN_HIGH && inRuns * 10 >= high * 8;
}
