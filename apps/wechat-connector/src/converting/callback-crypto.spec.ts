import { describe, expect, it } from '@jest/globals';
import { encrypt, getSignature } from '@wecom/crypto';
import { createCipheriv, randomBytes } from 'node:crypto';
import { type CallbackSecrets, isSignature, openCallback, signatureOf, toAesKey } from './callback-crypto.js';

const secrets: CallbackSecrets = {
  token: 'pamtest',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  receiver: 'wxb11529c136998cb6',
};
const timestamp = '1700000000';
const nonce = '417';

const seal = (plain: string, { aesKey, receiver } = secrets) => encrypt(aesKey, plain, receiver);
const signed = (sealed: string, token = secrets.token) => ({
  timestamp,
  nonce,
  encrypt: sealed,
  signature: getSignature(token, timestamp, nonce, sealed),
});
/** As `encrypt` does, with every piece in the hand of the test. */
function sealBy(pieces: { length?: number; padding?: Buffer }, plain = Buffer.from('<xml/>')): string {
  const key = toAesKey(secrets.aesKey)!;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(pieces.length ?? plain.length);
  const body = Buffer.concat([randomBytes(16), length, plain, Buffer.from(secrets.receiver)]);
  const missing = 32 - (body.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([body, pieces.padding ?? Buffer.alloc(missing, missing)])), cipher.final()]).toString(
    'base64',
  );
}

describe('an encrypted callback', () => {
  it('opens to the bytes that the platform sealed, whatever their length', () => {
    for (let length = 0; length < 200; length += 1) {
      const plain = '汉'.repeat(length % 3) + 'x'.repeat(length);
      const opened = openCallback(secrets, signed(seal(plain)));
      expect('plain' in opened && opened.plain.toString()).toBe(plain);
    }
  });

  it('is refused without the signature of its token', () => {
    const good = signed(seal('<xml/>'));
    const bad = [null, '', 'x', good.signature.toUpperCase(), `${good.signature} `, good.signature.slice(1)];
    for (const signature of bad) expect(openCallback(secrets, { ...good, signature })).toEqual({ fault: 'wrong_signature' });
    expect(openCallback(secrets, { ...good, nonce: '418' })).toEqual({ fault: 'wrong_signature' });
    expect(openCallback(secrets, signed(seal('<xml/>'), 'other'))).toEqual({ fault: 'wrong_signature' });
  });

  it('is refused when it was sealed with another key or changed on the way, although decryption does not fail', () => {
    const other = { ...secrets, aesKey: secrets.aesKey.replace('a', 'b') };
    let refused = 0;
    for (let turn = 0; turn < 50; turn += 1) if ('fault' in openCallback(secrets, signed(seal('<xml/>', other)))) refused += 1;
    expect(refused).toBe(50);
    const sealed = Buffer.from(seal('<xml>'.repeat(20)), 'base64');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      const opened = openCallback(secrets, signed(changed.toString('base64')));
      // Bytes of the text itself are what the signature is for; length, padding and receiver must fit.
      if ('plain' in opened) expect(opened.plain.length).toBe(100);
    }
  });

  it('is refused when it was sealed for another account', () => {
    expect(openCallback(secrets, signed(seal('<xml/>', { ...secrets, receiver: 'wx0000000000000000' })))).toEqual({
      fault: 'wrong_receiver',
    });
    expect(openCallback({ ...secrets, receiver: '' }, signed(seal('<xml/>')))).toEqual({ fault: 'wrong_receiver' });
  });

  it('is refused when length or padding do not fit, or it is no ciphertext', () => {
    const faults = [
      sealBy({ length: 0xffffffff }),
      sealBy({ padding: Buffer.alloc(20, 0) }),
      sealBy({ padding: Buffer.concat([Buffer.alloc(19, 7), Buffer.from([20])]) }),
      'AAAA',
      '',
      '%%%',
      Buffer.alloc(16).toString('base64'),
    ];
    expect('plain' in openCallback(secrets, signed(sealBy({})))).toBe(true);
    for (const sealed of faults) expect(openCallback(secrets, signed(sealed))).toEqual({ fault: 'wrong_key' });
    expect(openCallback({ ...secrets, aesKey: 'short' }, signed(seal('<xml/>')))).toEqual({ fault: 'wrong_key' });
  });
});

describe('a signature', () => {
  it('is that of the sorted strings, as published', () => {
    // 微博 signs in the same way and has published this one.
    expect(signatureOf('1397022061823', '57155157', 'xyz123xyz')).toBe('90e4c22c90a58f26526c2dd5b6c56c8822edeaa1');
    expect(isSignature(signatureOf('b', 'a'), 'a', 'b')).toBe(true);
    expect(isSignature(undefined, 'a', 'b')).toBe(false);
  });
});
