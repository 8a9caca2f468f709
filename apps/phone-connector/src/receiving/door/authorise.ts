import { equalsInConstantTime, RefusedRequest, type InboxRequest } from '#connector-sdk';

/** Basic auth (RFC 7617) by one of the passwords; all are compared, so that the time tells nothing. Throws the `RefusedRequest` of any other. */
export function refuseUnlessBasic({ headers }: InboxRequest, user: string, passwords: readonly string[]): void {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  let right = false;
  for (const password of passwords) right = equalsInConstantTime(given, `${user}:${password}`) || right;
  if (!right) throw new RefusedRequest(401, 'wrong_password', 'User or password is wrong: both stand in the settings of the inbox');
}
