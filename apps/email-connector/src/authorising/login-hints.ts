import type { TroubleCode } from '#contracts';

/** What a provider wants instead of the password people know, by its host names. */
const PROVIDERS: readonly (readonly [RegExp, string, TroubleCode])[] = [
  [
    /(?:^|\.)exmail\.qq\.com$|(?:^|\.)(?:exmail|workmail)\./,
    '企业邮箱 wants a client password (客户端专用密码): in its web mail 设置 → 客户端设置, switch IMAP/SMTP on and make one',
    'login_exmail',
  ],
  [
    /(?:^|\.)(?:qq|foxmail)\.com$/,
    'QQ 邮箱 wants an authorisation code (授权码): in its web mail 设置 → 账号, switch IMAP/SMTP on and make one',
    'login_qq',
  ],
  [
    /(?:^|\.)(?:163|126|188)\.(?:com|net)$|(?:^|\.)(?:yeah\.net|netease\.com)$/,
    '网易邮箱 wants an authorisation code (授权码): in its web mail 设置 → POP3/SMTP/IMAP, switch IMAP/SMTP on and make one',
    'login_netease',
  ],
  [
    /(?:^|\.)(?:aliyun|mxhichina|qiye\.aliyun)\.com$/,
    '阿里邮箱 wants a password for clients (第三方客户端安全密码) where its administrator demands one',
    'login_aliyun',
  ],
  [
    /(?:^|\.)(?:gmail|google|googlemail)\.com$/,
    'Gmail wants an app password (16 letters, with two-step verification), or oauth of the inbox with provider google',
    'login_gmail',
  ],
  [
    /(?:^|\.)(?:outlook|office365|office|hotmail|live)\.com$|(?:^|\.)partner\.outlook\.cn$/,
    'Microsoft takes no passwords here any more: set oauth of the inbox with provider microsoft',
    'login_microsoft',
  ],
  [
    /(?:^|\.)(?:icloud|me|mail\.me)\.com$/,
    'iCloud wants an app-specific password (account.apple.com → Sign-In and Security)',
    'login_icloud',
  ],
  [
    /(?:^|\.)yahoo\.\w+(?:\.\w+)?$|(?:^|\.)aol\.com$/,
    'Yahoo wants an app password (account security → generate app password)',
    'login_yahoo',
  ],
];

/** What to do about a login that `host` refused, in a sentence or two for an operator. */
export function hintForLogin(host: string): string {
  const wanted = findProvider(host)?.[1];
  return wanted === undefined
    ? 'set the right user and password, then save the inbox'
    : `${wanted}; put it in as the password, save the inbox`;
}

/** The same as a code. */
export function loginCodeOf(host: string): TroubleCode {
  return findProvider(host)?.[2] ?? 'login_other';
}

function findProvider(host: string) {
  const name = host.toLowerCase().replace(/\.$/, '');
  return PROVIDERS.find(([pattern]) => pattern.test(name));
}

/** The server gave us a token's worth of trust and still said no. */
export const REFUSED_TOKEN_HINT =
  'the provider gave a token and the server refused it: check that the account that signed in may open this mailbox (a shared one: with full access), that IMAP and SMTP are switched on for it, and the scopes of the app';
