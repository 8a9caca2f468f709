import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';

const PURPOSE = 'page-link';
const SIGNATURE_BYTES = 12;

/** Links in pages: whoever has one was sent it, so it acknowledges without a login. They are good while their call is open. */
@Injectable()
export class PageLinks {
  constructor(
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Null where nobody said how people reach this installation. */
  make(pageId: string): string | null {
    const { publicUrl } = this.settings.http;
    return publicUrl === undefined ? null : `${publicUrl.replace(/\/$/, '')}/api/v1/page-links/${this.token(pageId)}`;
  }

  token(pageId: string): string {
    const id = Buffer.from(pageId.replaceAll('-', ''), 'hex');
    return Buffer.concat([id, this.secret.sign(PURPOSE, pageId).subarray(0, SIGNATURE_BYTES)]).toString('base64url');
  }

  /** Id of the page. Throws `PermanentError` (`page_link_invalid`). */
  read(token: string): string {
    const bytes = Buffer.from(token, 'base64url');
    const hex = bytes.subarray(0, 16).toString('hex');
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    if (bytes.length !== 16 + SIGNATURE_BYTES || !this.secret.verify(PURPOSE, id, bytes.subarray(16)))
      throw new PermanentError('this link was not made here', { code: 'page_link_invalid' });
    return id;
  }
}
