/** Endings in the order of Porter's algorithm (1980): what is left must have at least `syllables` turns from vowel to consonant. */
const PLURALS: readonly (readonly [RegExp, string])[] = [
  [/sses$/, 'ss'],
  [/ies$/, 'i'],
  [/([^su])s$/, '$1'],
];
const LONG_ENDINGS: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['isation', 'ize'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['ousli', 'ous'],
  ['entli', 'ent'],
  ['alli', 'al'],
  ['abli', 'able'],
];
const LAST_ENDINGS = [
  ...[
    'ement',
    'ance',
    'ence',
    'able',
    'ible',
    'ment',
    'ant',
    'ent',
    'ism',
    'ate',
    'iti',
    'ous',
    'ive',
    'ize',
    'ise',
    'ion',
    'al',
    'er',
    'ic',
  ],
];
const TURN = /[aeiouy][^aeiouy]/g;
const VOWEL = /[aeiouy]/;

function turnsOf(stem: string): number {
  return stem.match(TURN)?.length ?? 0;
}

/**
 * One form for the forms of an English word (syncing, synced, synchronisation stay two: sync, synchron), so that question and article meet.
 * Words of other languages pass through it too; both sides alike, so nothing is lost but a few ends.
 */
export function stemWord(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let stem = word;
  for (const [ending, instead] of PLURALS)
    if (ending.test(stem)) {
      stem = stem.replace(ending, instead);
      break;
    }
  stem = cutParticiple(stem);
  if (/[^aeiou]y$/.test(stem) && stem.length > 3) stem = `${stem.slice(0, -1)}i`;
  for (const [ending, instead] of LONG_ENDINGS)
    if (stem.endsWith(ending) && turnsOf(stem.slice(0, -ending.length)) > 0) {
      stem = stem.slice(0, -ending.length) + instead;
      break;
    }
  for (const ending of LAST_ENDINGS)
    if (stem.endsWith(ending)) {
      const rest = stem.slice(0, -ending.length);
      if (turnsOf(rest) > 1 && (ending !== 'ion' || /[st]$/.test(rest))) stem = rest;
      break;
    }
  return stem.length > 3 ? stem.replace(/e$/, '') : stem;
}

function cutParticiple(word: string): string {
  const ending = word.endsWith('eed') ? null : (/(?:ed|ing)$/.exec(word)?.[0] ?? null);
  if (ending === null) return word;
  const stem = word.slice(0, -ending.length);
  if (!VOWEL.test(stem) || stem.length < 2) return word;
  if (/(at|bl|iz|is)$/.test(stem)) return `${stem}e`;
  if (/([^aeioulsz])\1$/.test(stem)) return stem.slice(0, -1);
  return stem;
}
