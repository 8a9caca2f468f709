import { Inject, Injectable } from '@nestjs/common';
import { canonicalMailAddress } from '#contracts';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError, SETTINGS, type Settings } from '#runtime';
import { type SignedIn, SiteLogin } from '#runtime/site-login';
import type { Visitor } from './judge-access.js';
import { STRANGER, VisitorReader } from './visitor-reader.js';

/** Who looks at what the desk offers, from the desk's own site. */
@Injectable()
export class SiteVisitors {
  private readonly login: SiteLogin | null;

  constructor(
    private readonly visitors: VisitorReader,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) { siteLogin }: Settings,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.login = siteLogin === undefined ? null : new SiteLogin(siteLogin, clock);
  }

  /** By `Authorization: Bearer <token of the site>`; a stranger without one, and whoever shows a key of the API. Throws `PermanentError` (`bad_token`). */
  async read(authorization: string | undefined): Promise<Visitor> {
    if (tokenOf(authorization) === undefined) return STRANGER;
    const contactId = await this.contactOf(authorization);
    const known = contactId === null ? null : await this.visitors.readContact(this.database.sql, contactId);
    return { ...(known ?? STRANGER), signedIn: true };
  }

  /** Who is signed in, as a contact; null: nobody here knows him yet. Throws `PermanentError` (`bad_token`), without a token too. */
  async contactOf(authorization: string | undefined): Promise<string | null> {
    if (this.login === null)
      throw new PermanentError('nobody is signed in by a token here', {
        code: 'bad_token',
        hint: 'set siteLogin to how your site signs them',
      });
    return this.findContact(await this.login.read(tokenOf(authorization) ?? ''));
  }

  /** By the user's id, else by the mail address that the site vouches for. */
  private async findContact({ user, email }: SignedIn): Promise<string | null> {
    const address = email?.verified === true ? canonicalMailAddress(email.address) : null;
    const [row] = await this.database.sql.query<{ id: string }>(
      `select contact_id as id from identities where scheme = 'user' and value = $1 and assurance = 'verified' or scheme = 'email' and value = $2
       order by scheme = 'user' desc, created_at limit 1`,
      [user, address],
      'access_find_signed_in',
    );
    return row?.id ?? null;
  }
}

function tokenOf(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
}
