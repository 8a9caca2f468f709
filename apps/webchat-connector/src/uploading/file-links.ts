import { RefusedRequest, type ConnectorContext, type InboxAnswer } from '#connector-sdk';
import type { BlobRef } from '#contracts';
import type { Clock, SecretKey } from '#runtime';
import type { StoredFile } from '../converting/bodies.js';

const PURPOSE = 'webchat-file';
const HOUR_S = 3_600;
/** Half of the HMAC is more than anybody guesses within the hour. */
const SIGNATURE_BYTES = 16;

type Payload = [sha256: string, name: string, type: string, untilSeconds: number];

/** Addresses of files, good for one to two hours, for a page that may not say who it is where it follows a link. */
export class FileLinks {
  constructor(
    private readonly house: Pick<ConnectorContext, 'inbox' | 'blobs'>,
    private readonly secret: Pick<SecretKey, 'sign' | 'verify'>,
    private readonly clock: Clock,
  ) {}

  readonly link = (file: StoredFile): string => {
    // Whole hours: the same file has the same address for a while, and need not be fetched again.
    const until = (Math.ceil(this.clock.now().getTime() / 1000 / HOUR_S) + 1) * HOUR_S;
    const payload: Payload = [file.ref.slice('sha256:'.length), file.name, file.type, until];
    const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
    return `files/${body}.${this.secret.sign(PURPOSE, this.signed(body)).subarray(0, SIGNATURE_BYTES).toString('base64url')}`;
  };

  /** Always a download under our name: what a stranger sent is never shown as a page of this address. */
  async answer(sealed: string): Promise<InboxAnswer> {
    const [sha256, name, type] = this.open(sealed);
    const { stream, bytes } = await this.house.blobs.open(`sha256:${sha256}` as BlobRef).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'blob_missing') throw error;
      throw new RefusedRequest(404, 'file_unknown', 'There is no such file any more');
    });
    return {
      status: 200,
      headers: {
        'content-type': /^(text|application)\/(html|xml|xhtml|javascript|ecmascript)|svg|xml/.test(type)
          ? 'application/octet-stream'
          : type,
        'content-length': String(bytes),
        'content-disposition': `attachment; filename="${toAscii(name)}"; filename*=UTF-8''${encodeRfc5987(name)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-site',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=3600',
      },
      body: stream,
    };
  }

  private open(sealed: string): Payload {
    const [body = '', signature = ''] = sealed.split('.');
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== SIGNATURE_BYTES || !this.secret.verify(PURPOSE, this.signed(body), given))
      throw new RefusedRequest(404, 'file_unknown', 'There is no such file');
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as Payload;
    if (payload[3] * 1000 <= this.clock.now().getTime())
      throw new RefusedRequest(410, 'link_over', 'This link is over: open the conversation again');
    return payload;
  }

  private signed(body: string): string {
    return `${this.house.inbox.id}\n${body}`;
  }
}

function toAscii(name: string): string {
  return name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
}

function encodeRfc5987(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
