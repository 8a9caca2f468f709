import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, sign } from 'node:crypto';
import { RefusedRequest } from '../http.js';
import {
  isWebhookSecret,
  readSignedWebhook,
  readWebhookSecret,
  signWebhook,
  toWebhookHeaders,
  verifyWebhook,
} from './standard-webhooks.js';
import { refuseUnlessValid } from './verdict.js';

const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const OTHER = 'whsec_YW5vdGhlciBzZWNyZXQgb2Ygc29tZWJvZHk=';
const NOW = Date.parse('2026-03-02T09:00:00Z');
const BODY = Buffer.from('{"text":"打印机坏了","id":9007199254740993}');

function signed(change: Partial<Record<'id' | 'timestamp' | 'signature', string | undefined>> = {}, atS = NOW / 1000, secrets = [SECRET]) {
  const headers = toWebhookHeaders({ id: 'msg_1', timestampS: atS, payload: BODY }, secrets);
  return { ...readSignedWebhook(headers, BODY), ...change };
}

const reasonOf = (webhook: Parameters<typeof verifyWebhook>[0], secrets: readonly string[] = [SECRET]) => {
  const verdict = verifyWebhook(webhook, secrets, NOW);
  return verdict.valid ? null : verdict.reason;
};

describe('a signed webhook', () => {
  it('is signed as the published example is', () => {
    const published = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampS: 1614265330, payload: '{"test": 2432232314}' };
    expect(signWebhook(published, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('holds with its own secret, prefixed or not, and with no other', () => {
    expect(reasonOf(signed())).toBeNull();
    expect(reasonOf(signed(), [SECRET.slice('whsec_'.length)])).toBeNull();
    expect(reasonOf(signed(), [OTHER])).toBe('wrong_signature');
  });

  it('holds while secrets are changed, on either side first', () => {
    expect(reasonOf(signed(), [OTHER, SECRET])).toBeNull();
    expect(reasonOf(signed({}, NOW / 1000, [OTHER, SECRET]))).toBeNull();
  });

  it('holds by one good signature among unknown versions and wrong ones', () => {
    const good = signed().signature!;
    expect(reasonOf(signed({ signature: `v1,${'A'.repeat(43)}= v1a,abc ${good}` }))).toBeNull();
    expect(reasonOf(signed({ signature: good.replace('v1,', 'v2,') }))).toBe('wrong_signature');
    expect(reasonOf(signed({ signature: good.slice(0, 12) }))).toBe('wrong_signature');
    expect(reasonOf(signed({ signature: 'v1,' }))).toBe('wrong_signature');
  });

  it('is bound to its body, its id and its time', () => {
    expect(reasonOf({ ...signed(), payload: Buffer.concat([BODY, Buffer.from(' ')]) })).toBe('wrong_signature');
    expect(reasonOf(signed({ id: 'msg_2' }))).toBe('wrong_signature');
    expect(reasonOf(signed({ timestamp: String(NOW / 1000 - 1) }))).toBe('wrong_signature');
  });

  it('is taken up to five minutes away from our clock', () => {
    expect([-300, 300].map((away) => reasonOf(signed({}, NOW / 1000 + away)))).toEqual([null, null]);
    expect(reasonOf(signed({}, NOW / 1000 - 301))).toBe('stale_timestamp');
    expect(reasonOf(signed({}, NOW / 1000 + 301))).toBe('future_timestamp');
    expect(['hello', '1e9', '-5', '1772442000.5'].map((timestamp) => reasonOf(signed({ timestamp })))).toEqual(
      Array(4).fill('bad_timestamp'),
    );
  });

  it('needs all three of its headers', () => {
    expect(reasonOf(signed({ id: undefined }))).toBe('missing_id');
    expect(reasonOf(signed({ timestamp: '' }))).toBe('missing_timestamp');
    expect(reasonOf(signed({ signature: undefined }))).toBe('missing_signature');
  });

  it('never holds by an empty or broken secret', () => {
    for (const secret of ['', 'whsec_', 'whsec_====', ' ', 'whsec_no base64!', 'A']) {
      expect(readWebhookSecret(secret)).toBeNull();
      expect(reasonOf(signed(), [secret])).toBe('unusable_secret');
      expect(() => signWebhook({ id: 'a', timestampS: 1, payload: '' }, secret)).toThrow(TypeError);
    }
    expect(reasonOf(signed(), [])).toBe('unusable_secret');
  });

  it('is refused with 401 where it is wrong and 403 where it is over', () => {
    const refusalOf = (reason: 'wrong_signature' | 'stale_timestamp') => {
      try {
        refuseUnlessValid({ valid: false, reason });
      } catch (error) {
        return error instanceof RefusedRequest && `${error.status} ${error.code}`;
      }
      return null;
    };
    expect(refusalOf('wrong_signature')).toBe('401 wrong_signature');
    expect(refusalOf('stale_timestamp')).toBe('403 stale_timestamp');
    expect(() => refuseUnlessValid({ valid: true })).not.toThrow();
  });
});

describe('a webhook signed with a private key', () => {
  const pair = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x } = publicKey.export({ format: 'jwk' });
    return { publicKey: `whpk_${Buffer.from(x!, 'base64url').toString('base64')}`, privateKey };
  };
  const [own, other] = [pair(), pair()];
  const signatureOf = ({ privateKey }: typeof own, id = 'msg_1', atS = NOW / 1000, body = BODY) =>
    `v1a,${sign(null, Buffer.concat([Buffer.from(`${id}.${atS}.`), body]), privateKey).toString('base64')}`;

  it('holds by its public key, alone, beside secrets and while keys are changed', () => {
    const signature = signatureOf(own);
    expect(reasonOf(signed({ signature }), [own.publicKey])).toBeNull();
    expect(reasonOf(signed({ signature }), [SECRET, other.publicKey, own.publicKey])).toBeNull();
    expect(reasonOf(signed(), [own.publicKey, SECRET])).toBeNull();
    expect(reasonOf(signed({ signature: `${signatureOf(other)} ${signature}` }), [own.publicKey])).toBeNull();
  });

  it('is bound to key, body, id and time, and never holds by a key that is none', () => {
    const signature = signatureOf(own);
    expect(reasonOf(signed({ signature }), [other.publicKey])).toBe('wrong_signature');
    expect(reasonOf({ ...signed({ signature }), payload: Buffer.from('{}') }, [own.publicKey])).toBe('wrong_signature');
    expect(reasonOf(signed({ signature, id: 'msg_2' }), [own.publicKey])).toBe('wrong_signature');
    expect(
      reasonOf(signed({ signature: signatureOf(own, 'msg_1', NOW / 1000 - 301), timestamp: String(NOW / 1000 - 301) }), [own.publicKey]),
    ).toBe('stale_timestamp');
    expect(reasonOf(signed({ signature: signature.replace('v1a,', 'v1,') }), [own.publicKey])).toBe('wrong_signature');
    expect(reasonOf(signed({ signature: 'v1a,AAAA' }), [own.publicKey])).toBe('wrong_signature');
    for (const key of ['whpk_', 'whpk_AAAA', `${own.publicKey.slice(0, -4)}!!!!`]) {
      expect(isWebhookSecret(key)).toBe(false);
      expect(reasonOf(signed({ signature }), [key])).toBe('unusable_secret');
    }
  });

  it('is not made by whoever knows the public key: as a secret it is none', () => {
    expect(isWebhookSecret(own.publicKey)).toBe(true);
    expect(readWebhookSecret(own.publicKey)).toBeNull();
    const forged = signed({}, NOW / 1000, [`whsec_${own.publicKey.slice('whpk_'.length)}`]);
    expect(reasonOf(forged, [own.publicKey])).toBe('wrong_signature');
  });
});
