import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import type * as WecomCrypto from '@wecom/crypto';

// An implementation of the vendor's own: ours is tested against another's bytes.
const { encrypt, getSignature } = createRequire(import.meta.url)('@wecom/crypto') as typeof WecomCrypto;

export interface CallbackSettings {
  token: string;
  encodingAesKey: string;
  receiver: string;
}

/** The query and body of a callback, as the platform writes them. */
export function sealCallback(settings: CallbackSettings, xml: string, now: number): { query: URLSearchParams; body: string } {
  const ciphered = encrypt(settings.encodingAesKey, xml, settings.receiver);
  const body = `<xml><ToUserName><![CDATA[${settings.receiver}]]></ToUserName><AgentID><![CDATA[]]></AgentID><Encrypt><![CDATA[${ciphered}]]></Encrypt></xml>`;
  return { query: signed(settings, ciphered, now), body };
}

/** The query of the check of an address, and what must be answered. */
export function sealEcho(settings: CallbackSettings, echo: string, now: number): URLSearchParams {
  const ciphered = encrypt(settings.encodingAesKey, echo, settings.receiver);
  const query = signed(settings, ciphered, now);
  query.set('echostr', ciphered);
  return query;
}

/** Calls as the platform does: three tries, five seconds each. Gives the last status; 0 where nobody answered. */
export async function callBack(address: string, settings: CallbackSettings, xml: string, now: number): Promise<number> {
  const { query, body } = sealCallback(settings, xml, now);
  let status = 0;
  for (let tries = 0; tries < 3 && status !== 200; tries += 1) {
    const call = fetch(`${address}?${String(query)}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml' },
      signal: AbortSignal.timeout(5_000),
    });
    status = await call.then(
      async (answer) => (await answer.arrayBuffer(), answer.status),
      () => 0,
    );
  }
  return status;
}

function signed(settings: CallbackSettings, ciphered: string, now: number): URLSearchParams {
  const timestamp = String(Math.floor(now / 1_000));
  const nonce = randomBytes(6).toString('hex');
  return new URLSearchParams({ msg_signature: getSignature(settings.token, timestamp, nonce, ciphered), timestamp, nonce });
}
