interface Identity {
  readonly scheme: string;
  /** Canonical: of mail in lower case, its domain in ASCII. */
  readonly value: string;
  readonly scope?: string | undefined;
}

/** Is its sender who he says he is: proved, said by himself, or disowned? What is forged must not spend what the true sender has. */
export type Proof = 'verified' | 'claimed' | 'failed';

export function toProof(verified: boolean, checksFailed: boolean): Proof {
  if (verified) return 'verified';
  return checksFailed ? 'failed' : 'claimed';
}

export const PROOFS: readonly Proof[] = ['verified', 'claimed', 'failed'];

/**
 * Whose activity is counted together: an address without what its owner hung behind a plus, for he makes those as he likes. What the key begins
 * with tells apart kinds of keys: no identity, whatever stands in it, has the key of a domain.
 */
export function mailboxKey({ scheme, value, scope = '' }: Identity, proof: Proof): string {
  const at = value.lastIndexOf('@');
  const plus = scheme === 'email' ? value.indexOf('+') : -1;
  return `${proof}|${scheme}|${scope}|${plus > 0 && plus < at ? value.slice(0, plus) + value.slice(at) : value}`;
}

/** The same people by what they ask us to tell: no one's questions spend his acknowledgements. */
export function questionKey(identity: Identity, proof: Proof): string {
  return `question|${mailboxKey(identity, proof)}`;
}

/** Of the domain of an identity, whose strangers are counted together; null where it has none. */
export function domainKey(identity: Identity, proof: Proof): string | null {
  const domain = ownedDomainOf(identity);
  return domain === null ? null : `domain|${proof}|${domain}`;
}

/** The domain whose owner makes addresses as he likes; null where there is none, or anybody may have an address, but only one. */
export function ownedDomainOf({ scheme, value }: Identity): string | null {
  if (scheme !== 'email') return null;
  const domain = toOwnedDomain(value.slice(value.lastIndexOf('@') + 1));
  return domain === '' || PUBLIC_PROVIDERS.has(domain) ? null : domain;
}

/**
 * The part of a domain that somebody registered, for he makes subdomains as he likes too. Without the list of public suffixes: under a country's
 * top level a short second label is taken for a part of it (`co.uk`, `com.cn`). A wrong guess counts strangers together or apart, no more.
 */
function toOwnedDomain(domain: string): string {
  const labels = domain.split('.').filter((label) => label !== '');
  const [second, top] = [labels.at(-2), labels.at(-1)];
  const suffix = top?.length === 2 && second !== undefined && second.length <= 3 && labels.length > 2 ? 2 : 1;
  return labels.slice(-1 - suffix).join('.');
}

/** Where people have one address each, given by the provider. */
const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set(
  `126.com 139.com 163.com 163.net 188.com 189.cn 21cn.com aliyun.com aol.com att.net bk.ru bol.com.br btinternet.com comcast.net
   cox.net daum.net docomo.ne.jp ezweb.ne.jp fastmail.com foxmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net
   googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it icloud.com inbox.ru laposte.net libero.it
   list.ru live.cn live.com mac.com mail.com mail.ru mailbox.org me.com msn.com nate.com naver.com orange.fr outlook.com outlook.de outlook.fr
   posteo.de proton.me protonmail.com qq.com rambler.ru rediffmail.com rogers.com sbcglobal.net seznam.cz sfr.fr sina.cn sina.com sky.com
   softbank.ne.jp sohu.com t-online.de telia.com terra.com.br tom.com tutanota.com uol.com.br verizon.net virgilio.it wanadoo.fr web.de wo.cn wp.pl ya.ru yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.es
   yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com ziggo.nl`.split(/\s+/),
);
