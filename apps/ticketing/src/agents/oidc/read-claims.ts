import type { Settings } from '#runtime';

export type Claims = Readonly<Record<string, unknown>>;

/** What a provider says of a person, in words of the desk. */
export interface SignedInPerson {
  /** Lower case; null: none is named. */
  readonly email: string | null;
  /** Is it proved that the address is his? */
  readonly verified: boolean;
  readonly name: string | null;
  /** Null: roles are not the provider's here. */
  readonly role: string | null;
  /** Of the groups that are the provider's: those he is in, and those he is not. */
  readonly groups: { readonly in: readonly string[]; readonly out: readonly string[] };
}

export function readClaims(claims: Claims, oidc: Settings['oidc']): SignedInPerson {
  const email = readText(claims, oidc.emailClaim)?.trim().toLowerCase() ?? null;
  const verified = findClaim(claims, oidc.emailVerifiedClaim);
  const words = new Set(readWords(claims, oidc.rolesClaim));
  const mapped = Object.entries(oidc.roles);
  const inside = new Set(
    readWords(claims, oidc.groupsClaim).flatMap((word) => (Object.hasOwn(oidc.groups, word) ? [oidc.groups[word]!] : [])),
  );
  return {
    email: email !== null && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null,
    verified: verified === true || verified === 'true' || verified === 1 || verified === '1',
    name: readText(claims, oidc.nameClaim)?.trim().slice(0, 200) || null,
    role: mapped.length === 0 ? null : (mapped.find(([word]) => words.has(word))?.[1] ?? oidc.defaultRole),
    groups: { in: [...inside], out: [...new Set(Object.values(oidc.groups))].filter((group) => !inside.has(group)) },
  };
}

/** May people of this address come? */
export function isOfDomains(email: string, domains: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  return domains.length === 0 || domains.some((each) => each.toLowerCase() === domain);
}

/** By its whole name first, for there are names with dots (`https://acme.com/groups`). */
function findClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const step of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Claims)[step];
  }
  return found;
}

function readText(claims: Claims, name: string): string | null {
  const found = findClaim(claims, name);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** One word, or a list of them. */
function readWords(claims: Claims, name: string): string[] {
  const found = findClaim(claims, name);
  return (Array.isArray(found) ? found : [found]).filter((word): word is string => typeof word === 'string');
}
