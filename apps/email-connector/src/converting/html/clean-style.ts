/** Properties that colour and space what is there already; none takes an element out of its place, draws what is elsewhere, or moves. */
const STYLES =
  /^(?:color|background-color|font(?:-family|-size|-style|-weight)?|text-align|text-decoration|text-indent|line-height|vertical-align|white-space|width|height|max-width|(?:margin|padding)(?:-(?:top|right|bottom|left))?|border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?|border-collapse|border-spacing|list-style-type|direction)$/;
/** No backslash, for CSS reads escapes in names; no parenthesis but of colours. */
const SAFE_VALUE = /^[\w\s.,%#'"!+/-]{1,200}$/;
const COLOURS = /\b(?:rgb|hsl)a?\([\d\s.,%/+-]{1,60}\)/gi;
/** Would pull an element over what stands before it. */
const NEGATIVE = /(?:^|[\s,])-[\d.]/;
const MAX_STYLE_CHARS = 4_096;
const MAX_BACKGROUND_CHARS = 500;
/** What a `background` may say beside its colour and its picture. */
const PLACEMENT =
  /^(?:(?:no-)?repeat(?:-[xy])?|round|space|scroll|fixed|local|top|bottom|left|right|center|cover|contain|auto|none|(?:border|padding|content)-box|initial|inherit|!important|transparent|[\d.+-]{1,12}[a-z%]{0,4}|\/)$/i;

export interface CleanStyle {
  readonly style: string;
  /** Address of a background picture as written, not looked at yet. */
  readonly background: string | null;
}

/** A style attribute, its entities decoded, as far as it stays in its element and loads nothing. */
export function cleanStyle(style: string): CleanStyle {
  const kept: string[] = [];
  let background: string | null = null;
  for (const declaration of splitDeclarations(style.slice(0, MAX_STYLE_CHARS))) {
    const colon = declaration.indexOf(':');
    if (colon <= 0) continue;
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (property === 'background' || property === 'background-image') {
      const { url, rest } = takeUrl(value);
      background ??= url;
      const colour = property === 'background' ? colourIn(rest) : null;
      if (colour !== null) kept.push(`background-color:${colour}`);
    } else if (STYLES.test(property) && isSafe(property, value)) kept.push(`${property}:${value}`);
  }
  return { style: kept.join(';'), background };
}

/** At semicolons outside of parentheses: an address may hold some. */
function splitDeclarations(style: string): string[] {
  if (!style.includes('(')) return style.split(';');
  const found: string[] = [];
  let start = 0;
  let within = false;
  for (let at = 0; at < style.length; at++) {
    const letter = style.charCodeAt(at);
    if (letter === 0x28) within = true;
    else if (letter === 0x29) within = false;
    else if (letter === 0x3b && !within) {
      found.push(style.slice(start, at));
      start = at + 1;
    }
  }
  found.push(style.slice(start));
  return found;
}

function isSafe(property: string, value: string): boolean {
  const plain = value.includes('(') ? value.replace(COLOURS, 'c') : value;
  return SAFE_VALUE.test(plain) && (property === 'vertical-align' || !NEGATIVE.test(plain));
}

/** What stands in the first `url(…)` of a value, and the value without it. Linear, for a style may hold thousands of them. */
function takeUrl(value: string): { url: string | null; rest: string } {
  const start = value.toLowerCase().indexOf('url(');
  const end = start < 0 ? -1 : value.indexOf(')', start);
  if (end < 0) return { url: null, rest: value };
  const url = value
    .slice(start + 4, end)
    .trim()
    .replace(/^['"]|['"]$/g, '');
  return { url, rest: `${value.slice(0, start)} ${value.slice(end + 1)}` };
}

/** The colour of a `background`, null where there is none or anything unknown beside it. */
function colourIn(value: string): string | null {
  if (value.length > MAX_BACKGROUND_CHARS) return null;
  const words = (value.match(/(?:rgb|hsl)a?\([^()]*\)|[^\s,()]+|[,()]/gi) ?? []).filter((word) => !PLACEMENT.test(word));
  const [colour] = words;
  if (words.length !== 1 || colour === undefined) return null;
  return isSafe('background-color', colour) && /^(?:#|rgb|hsl|[a-z]+$)/i.test(colour) ? colour : null;
}
