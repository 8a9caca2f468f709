import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Clock } from '#runtime';
import { isSignature } from '../../converting/callback-crypto.js';
import type { OfficialInboxConfig } from '../../official.config.js';
import { BODY_MS, MAX_BODY_BYTES, openSafeCallback, refuseStale } from '../safe-callback.js';
import { SeenNonces } from './seen-nonces.js';

/** A callback that is surely the platform's. */
export interface OpenedCallback {
  /** Its XML, exact bytes. */
  readonly xml: Buffer;
  /** Which try of the platform this was. */
  readonly deliveryId: string;
  /** Did the signature cover the text? */
  readonly signed: boolean;
}

const SUCCESS: InboxAnswer = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'success' };
const ECHO = /^[\x21-\x7e]{1,256}$/;

/** The callback address of one account: whose request is it, and what does it say? What is refused costs no more than a hash, before its body is read. */
export class CallbackDoor {
  private readonly nonces: SeenNonces;

  constructor(
    private readonly config: OfficialInboxConfig,
    private readonly clock: Clock,
    /** Resolves when all of it is durable: only then the platform hears `success`. */
    private readonly accept: (callback: OpenedCallback, signal: AbortSignal) => Promise<void>,
  ) {
    this.nonces = new SeenNonces(2 * config.maxSkewMs);
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const { method, path, query } = request;
    if (path !== '/') throw new RefusedRequest(404, 'no_such_path', 'The callback address of this account ends with the id of its inbox');
    if (method !== 'GET' && method !== 'POST') throw new RefusedRequest(405, 'wrong_method', 'Callbacks come by GET and POST');
    this.checkQuery(query, method);
    if (method === 'GET') return this.echo(query);
    const body = await request.read(MAX_BODY_BYTES, BODY_MS);
    await this.accept(this.open(query, body), request.signal);
    return SUCCESS;
  }

  /** What can be told without the body. */
  private checkQuery(query: URLSearchParams, method: string): void {
    const { token, maxSkewMs, mode } = this.config;
    const timestamp = query.get('timestamp') ?? '';
    if (!isSignature(query.get('signature'), token, timestamp, query.get('nonce') ?? ''))
      throw new RefusedRequest(401, 'wrong_signature', 'The signature of the callback is wrong');
    refuseStale(timestamp, this.clock.now(), maxSkewMs);
    if (method === 'POST' && mode === 'safe' && (query.get('encrypt_type') !== 'aes' || !query.has('msg_signature')))
      throw new RefusedRequest(403, 'not_encrypted', 'The callback is not encrypted: set the account to 安全模式 in its console');
  }

  /** The handshake when the address is entered in the console. What is echoed cannot be a page. */
  private echo(query: URLSearchParams): InboxAnswer {
    const echo = query.get('echostr') ?? '';
    if (!ECHO.test(echo)) throw new RefusedRequest(400, 'wrong_echostr', 'The handshake has no echostr that can be one');
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: echo };
  }

  private open(query: URLSearchParams, body: Buffer): OpenedCallback {
    const { mode, token, aesKey, appId } = this.config;
    if (mode === 'safe') {
      const xml = openSafeCallback({ token, aesKey: aesKey ?? '', receiver: appId }, query, body);
      return { xml, deliveryId: `callback:${query.get('msg_signature')}`, signed: true };
    }
    const nonce = `${query.get('timestamp')}:${query.get('nonce')}`;
    if (!this.nonces.admit(nonce, body, this.clock.now()))
      throw new RefusedRequest(403, 'replayed_nonce', 'Another callback came with these numbers before');
    return { xml: body, deliveryId: `callback:${query.get('signature')}`, signed: false };
  }
}
