import { RefusedRequest } from '#connector-sdk';
import { canonicalMailAddress, type Identity, type Sender } from '#contracts';
import { type Clock, PermanentError, type SiteLoginSettings } from '#runtime';
import { type SignedIn, SiteLogin } from '#runtime/site-login';

/** Who is signed in at the desk's own site, as the sender of what he posts. */
export class SignedInUsers {
  private readonly login: SiteLogin;

  constructor(settings: SiteLoginSettings, clock: Clock) {
    this.login = new SiteLogin(settings, clock);
  }

  /** Throws `RefusedRequest` (401) that says what is wrong, never what the token holds. */
  async read(token: string): Promise<Sender> {
    try {
      return toSender(await this.login.read(token));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      throw new RefusedRequest(401, error.code, `${error.message[0]!.toUpperCase()}${error.message.slice(1)}`);
    }
  }
}

function toSender({ user, email, displayName, locale }: SignedIn): Sender {
  const identities: Identity[] = [{ scheme: 'user', value: user, raw: user, assurance: 'verified' }];
  if (email !== null)
    identities.push({
      scheme: 'email',
      value: canonicalMailAddress(email.address),
      raw: email.address,
      assurance: email.verified ? 'verified' : 'claimed',
    });
  return {
    role: 'customer',
    identities,
    ...(displayName === null ? {} : { displayName }),
    ...(locale === null ? {} : { locale }),
  };
}
