import { encrypt, getSignature } from '@wecom/crypto';
import { createHash, randomInt } from 'node:crypto';
import { request } from 'node:http';
import { readBody } from './answers.js';

export interface CallbackAccount {
  readonly appId: string;
  readonly token: string;
  readonly aesKey: string;
  readonly mode: 'safe' | 'plain';
}

/** One callback and how each of its tries ended. */
export interface Posted {
  readonly xml: string;
  /** Status of each try; 0 for none within 5 s or no connection. */
  readonly statuses: readonly number[];
  /** Ms from the first try to its answer. */
  readonly tookMs: readonly number[];
  /** Did a try hear `success` (or nothing at all, with 200)? */
  readonly taken: boolean;
}

const ANSWER_MS = 5_000;
const TRIES = 3;

/**
 * Posts callbacks as the platform does: signed, encrypted by `@wecom/crypto` (not by the code under test), 5 s for an answer, three tries in all,
 * each with the message's own XML under fresh numbers.
 */
export class CallbackPoster {
  /** Set by whoever knows where the account's callback address is. */
  url: string | null = null;
  readonly posted: Posted[] = [];

  constructor(
    private readonly account: CallbackAccount,
    private readonly now: () => Date,
  ) {}

  /** The handshake that the console makes; true when the address answered with what it was sent. */
  async shakeHands(echostr = String(randomInt(1e12))): Promise<boolean> {
    const query = new URLSearchParams({ ...this.sign(), echostr });
    const response = await fetch(`${this.url}?${query}`);
    return response.ok && (await response.text()) === echostr;
  }

  async post(xml: string, toUser: string): Promise<Posted> {
    const statuses: number[] = [];
    const tookMs: number[] = [];
    let taken = false;
    while (!taken && statuses.length < TRIES) {
      const from = performance.now();
      const { status, body } = await this.tryOnce(xml, toUser);
      statuses.push(status);
      tookMs.push(performance.now() - from);
      taken = status === 200 && (body === 'success' || body === '');
    }
    const posted = { xml, statuses, tookMs, taken };
    this.posted.push(posted);
    return posted;
  }

  /** Query and body of one try. */
  seal(xml: string, toUser: string): { query: URLSearchParams; body: string } {
    const signed = this.sign();
    const query = new URLSearchParams(signed);
    if (this.account.mode === 'plain') return { query, body: xml };
    const sealed = encrypt(this.account.aesKey, xml, this.account.appId);
    query.set('encrypt_type', 'aes');
    query.set('msg_signature', getSignature(this.account.token, signed.timestamp, signed.nonce, sealed));
    return { query, body: `<xml><ToUserName><![CDATA[${toUser}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>` };
  }

  private tryOnce(xml: string, toUser: string): Promise<{ status: number; body: string }> {
    const { query, body } = this.seal(xml, toUser);
    return new Promise((resolve) => {
      const nothing = () => resolve({ status: 0, body: '' });
      // A connection for each try, as the platform's many senders have it.
      const call = request(
        `${this.url}?${query}`,
        { method: 'POST', agent: false, headers: { 'content-type': 'text/xml' } },
        (response) => {
          readBody(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer.toString() }), nothing);
        },
      );
      const timer = setTimeout(() => call.destroy(), ANSWER_MS);
      call.on('error', nothing);
      call.on('close', () => clearTimeout(timer));
      call.end(body);
    });
  }

  private sign(): { signature: string; timestamp: string; nonce: string } {
    const timestamp = String(Math.floor(this.now().getTime() / 1_000));
    const nonce = String(randomInt(1e9));
    const signature = createHash('sha1').update([this.account.token, timestamp, nonce].sort().join('')).digest('hex');
    return { signature, timestamp, nonce };
  }
}
