import type { AccountDataSection } from '../desk/schema/account-data.js';

/** Longer texts are looked at up to here; a person writes none. */
const MOST_LETTERS = 100_000;

type Kind = AccountDataSection['find'][number];

const FINDERS: Readonly<Record<Kind, (text: string) => boolean>> = {
  card: (text) => runs(text, /(?<![a-z\d])\d(?:[ -]?\d){12,18}(?![a-z\d])/giu).some((run) => isCard(run.replaceAll(/\D/g, ''))),
  iban: (text) =>
    runs(text.toUpperCase(), /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}/gu).some((run) => isIban(run.replaceAll(' ', ''))),
  'cn-id': (text) => runs(text, /(?<![\p{L}\d])\d{17}[\dXx](?![\p{L}\d])/gu).some(isChineseId),
  password: (text) =>
    /(?:password|passwort|passcode|passwd|pwd|contraseña|пароль|비밀번호|パスワード|密码|密碼|口令|验证码|驗證碼)[^\S\n]*(?:(?:is|ist|es|为|為|是)[^\S\n]*[=:：]?|[=:：])[^\S\n]*["'“「]?(?=[^\s，。]*[\d!@#$%^&*_])[^\s"'”」，。]{4,}/iu.test(
      text,
    ),
  token: (text) =>
    /(?<!\w)(?:(?:sk|pk|rk)_(?:live|test)_\w{16,}|ghp_\w{30,}|github_pat_\w{30,}|xox[abprs]-[\w-]{20,}|AKIA[A-Z\d]{16}|AIza[\w-]{35}|trb_[\w-]{40,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|whsec_[\w+/=]{24,})/u.test(
      text,
    ) ||
    /(?:api[ _-]?key|access[ _-]?token|secret|令牌|密钥)[^\S\n]*(?:is|=|:|：|为|是)[^\S\n]*["']?(?=[\w+/=-]*\d)[\w+/=-]{20,}/iu.test(text),
};

/** Kinds of account data in a text, by name, those of the desk's own patterns too. */
export function findAccountData(text: string, { find, patterns }: Pick<AccountDataSection, 'find' | 'patterns'>): string[] {
  const looked = text.normalize('NFKC').slice(0, MOST_LETTERS);
  const own = Object.entries(patterns).filter(([, pattern]) => new RegExp(pattern, 'u').test(looked));
  return [...find.filter((kind) => FINDERS[kind](looked)), ...own.map(([key]) => key)];
}

function runs(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([run]) => run);
}

/** Luhn, and a first digit that cards have: order numbers of the same length begin otherwise in nine of ten. */
function isCard(digits: string): boolean {
  if (!/^[2-6]/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, letter, place) => {
    const digit = Number(letter) * (place % 2 === 1 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

/** How long they are, by country; what stands behind is the next word. */
const IBAN_LETTERS: Readonly<Record<string, number>> = {
  ...{
    AE: 23,
    AT: 20,
    BE: 16,
    BG: 22,
    CH: 21,
    CY: 28,
    CZ: 24,
    DE: 22,
    DK: 18,
    EE: 20,
    ES: 24,
    FI: 18,
    FR: 27,
    GB: 22,
    GR: 27,
    HR: 21,
    HU: 28,
  },
  ...{
    IE: 22,
    IL: 23,
    IT: 27,
    LT: 20,
    LU: 20,
    LV: 21,
    MT: 31,
    NL: 18,
    NO: 15,
    PL: 28,
    PT: 25,
    QA: 29,
    RO: 24,
    SA: 24,
    SE: 24,
    SI: 19,
    SK: 24,
  },
  ...{ TR: 26, UA: 29 },
};

/** ISO 7064 mod 97. */
function isIban(run: string): boolean {
  const text = run.slice(0, IBAN_LETTERS[run.slice(0, 2)] ?? 0);
  if (text === '') return false;
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: birthday and check letter. */
function isChineseId(text: string): boolean {
  const [month, day] = [Number(text.slice(10, 12)), Number(text.slice(12, 14))];
  if (!/^(?:19|20)/.test(text.slice(6)) || month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}
