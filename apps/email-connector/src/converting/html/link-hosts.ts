import { domainToASCII, domainToUnicode } from 'node:url';

/** Second labels under which countries register names (`co.uk`, `com.cn`). */
const SECOND_LEVEL = /^(?:ac|co|com|edu|gob|gouv|gov|govt|mil|ne|net|nom|or|org|sch)$/;
/** Where strangers share a domain; each has a name below it. */
const SHARED_DOMAINS = new Set(
  'amazonaws.com appspot.com azurewebsites.net blogspot.com cloudfront.net firebaseapp.com github.io gitlab.io herokuapp.com myshopify.com netlify.app pages.dev r2.dev vercel.app web.app webflow.io weebly.com wixsite.com wordpress.com workers.dev'.split(
    ' ',
  ),
);
/** Ends of file names that could be domains; whoever sends `invoice.zip` as a link names a file. */
const FILES =
  /\.(?:7z|avi|bmp|csv|docx?|eml|exe|gif|gz|html?|ics|jpe?g|js|json|log|md|mov|mp[34]|msg|odt|pdf|png|pptx?|py|rar|rtf|sh|svg|tar|te?xt|ts|txt|webp|xlsx?|xml|ya?ml|zip)$/i;
const COMMON_TLDS =
  'com|net|org|info|biz|io|co|app|dev|me|eu|us|uk|de|fr|nl|be|ch|at|it|es|pl|se|no|dk|fi|ru|ua|cn|hk|tw|jp|kr|in|br|mx|au|nz|ca|sg|online|shop|site|xyz|top|cloud|bank';
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?`;
const WITH_SCHEME = /\b(?:https?|ftp):[/\\]{2}(?:[^\s/\\@]{0,200}@)?([^\s/\\?#:@<>"'()]{1,253})/iu;
const WITH_WWW = /(?<![\p{L}\p{N}@.-])www\.[^\s/\\?#:@<>"'()]{1,249}/iu;
const WHOLE = new RegExp(String.raw`^((?:${LABEL}\.){1,8}\p{L}[\p{L}\p{N}-]{1,62})(?::\d{1,5})?(?:[/\\?#]\S*)?$`, 'u');
const WORD = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._/-])((?:${LABEL}\.){1,8}(?:${COMMON_TLDS}|xn--[\w-]{1,59}))(?![\p{L}\p{N}@_-]|\.[\p{L}\p{N}])`,
  'iu',
);
/** What nobody sees and what turns letters around. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** The host that a text says it leads to, in ASCII where it can be written so; null where it names none. At most 500 characters are looked at. */
export function hostNamedIn(text: string): string | null {
  const plain = text
    .slice(0, 500)
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(/[。．｡]/g, '.')
    .trim();
  if (!plain.includes('.')) return null;
  const found = WITH_SCHEME.exec(plain)?.[1] ?? WITH_WWW.exec(plain)?.[0] ?? wholeHost(plain) ?? WORD.exec(plain)?.[1];
  if (found === undefined) return null;
  const host = found.replace(/[.,;!]+$/, '').toLowerCase();
  return domainToASCII(host) || host;
}

function wholeHost(text: string): string | undefined {
  const host = WHOLE.exec(text)?.[1];
  return host === undefined || FILES.test(text) ? undefined : host;
}

/** Do two hosts in ASCII belong to one owner, as far as their names tell? */
export function isSameSite(one: string, other: string): boolean {
  return one === other || siteOf(one) === siteOf(other);
}

/** The name that was registered. The Public Suffix List would say more; what it takes for strangers beyond this is shown as another host. */
function siteOf(host: string): string {
  const labels = host.replace(/\.$/, '').split('.');
  if (/^[\d.]+$|:/.test(host) || labels.length < 3) return labels.join('.');
  const [second, first] = labels.slice(-2) as [string, string];
  const long = SHARED_DOMAINS.has(`${second}.${first}`) || (first.length === 2 && SECOND_LEVEL.test(second));
  return labels.slice(long ? -3 : -2).join('.');
}

/** A host as people read it: in Unicode, unless its letters could be taken for others; then as it is registered, `xn--…`. */
export function toReadableHost(host: string): string {
  return isDeceptive(host) ? host : domainToUnicode(host) || host;
}

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Arabic',
  'Hebrew',
  'Thai',
  'Devanagari',
].map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const);
const USED_TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
];
/** Cyrillic and Greek letters that look like Latin ones. */
const LOOK_LATIN = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡкмтвнзбαβγεικνορτυχω\d-]+$/u;
/** Latin letters of phonetic alphabets and the like, which no language of a registry needs. */
const ODD_LATIN = /[\u0131\u0138\u01c0-\u01c3\u0250-\u02ff\u1d00-\u1dbf\ua720-\ua7ff]/u;

/** Internationalised names that mix scripts, or whose letters all look Latin. */
export function isDeceptive(host: string): boolean {
  if (!host.includes('xn--')) return false;
  const labels = domainToUnicode(host).split('.');
  return labels.length < 2 || labels.some((label) => label.startsWith('xn--') || isDeceptiveLabel(label));
}

function isDeceptiveLabel(label: string): boolean {
  if (/^[\x00-\x7f]*$/.test(label)) return false;
  if (ODD_LATIN.test(label) || LOOK_LATIN.test(label)) return true;
  const used = new Set<string>();
  for (const letter of label) {
    if (!/\p{L}/u.test(letter)) continue;
    used.add(SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'other');
  }
  return used.size > 1 && !USED_TOGETHER.some((together) => [...used].every((script) => together.includes(script)));
}
