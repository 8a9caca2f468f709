import { canonicalMailAddress, type EventInput } from '#contracts';
import type { Speaker } from './bodies.js';

type Sender = EventInput<'contact.event.v1'>['sender'];
type Identity = Sender['identities'][number];

/**
 * The first identity is whom an answer goes to: the desk's own user where his site vouched for him, else the browser. A browser that holds its
 * secret token and brings the site's word in one session is proved to be his: what was said in it before is his, too.
 */
export function toSender(by: Speaker, scope: string): Sender {
  const { user } = by;
  const identities: Identity[] = [];
  if (user !== undefined) identities.push({ scheme: 'user', value: user.id, raw: user.id, assurance: 'verified' });
  identities.push({
    scheme: 'web_visitor',
    value: by.visitor,
    raw: by.visitor,
    scope,
    assurance: user === undefined ? 'anonymous' : 'verified',
  });
  const email = user?.email ?? by.email;
  if (email !== undefined)
    identities.push({
      scheme: 'email',
      value: canonicalMailAddress(email),
      raw: email,
      assurance: user?.email !== undefined && user.emailVerified === true ? 'verified' : 'claimed',
    });
  const phone = user?.phone ?? by.phone;
  if (phone !== undefined)
    identities.push({ scheme: 'phone', value: phone.replace(/[^\d+]/g, '') || phone, raw: phone, assurance: 'claimed' });
  const displayName = user?.name ?? by.name;
  return {
    role: 'customer',
    ...(displayName === undefined ? {} : { displayName }),
    ...(user?.avatar === undefined ? {} : { avatar: user.avatar }),
    ...(by.locale === undefined ? {} : { locale: by.locale }),
    identities,
  };
}
