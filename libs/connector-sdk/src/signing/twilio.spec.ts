import { describe, expect, it } from '@jest/globals';
import { hash } from 'node:crypto';
import { signTwilioRequest, verifyTwilioRequest, type TwilioRequest } from './twilio.js';

const TOKEN = 'token-of-the-account';
const URL_ = 'https://desk.example.com/in/phone?a=1&b=2';
const PARAMS = { To: '+18005551212', CallSid: 'CA1', From: '+14158675309' };

const reasonOf = (request: TwilioRequest, tokens: readonly string[] = [TOKEN]) => {
  const verdict = verifyTwilioRequest(request, tokens);
  return verdict.valid ? null : verdict.reason;
};
const sign = (url: string, params = {}) => signTwilioRequest(url, params, TOKEN);

describe("a request of Twilio's", () => {
  it('is signed as the published example is', () => {
    const params = { CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' };
    expect(signTwilioRequest('https://mycompany.com/myapp.php?foo=1&bar=2', params, '12345')).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });

  it('holds with its fields in any order, by one token of several', () => {
    const request = { url: URL_, params: PARAMS, signature: sign(URL_, PARAMS) };
    expect(reasonOf(request)).toBeNull();
    expect(reasonOf({ ...request, params: Object.fromEntries(Object.entries(PARAMS).reverse()) })).toBeNull();
    expect(reasonOf(request, ['new-token', TOKEN])).toBeNull();
    expect(reasonOf(request, ['new-token'])).toBe('wrong_signature');
    expect(reasonOf({ ...request, params: { ...PARAMS, From: '+1' } })).toBe('wrong_signature');
    expect(reasonOf({ ...request, url: `${URL_}&c=3` })).toBe('wrong_signature');
  });

  it('takes repeated fields sorted, each value once', () => {
    const signature = sign(URL_, { Digits: ['5', '1', '1'], A: 'x' });
    expect(reasonOf({ url: URL_, params: { A: 'x', Digits: ['1', '5'] }, signature })).toBeNull();
  });

  it('holds whichever way the port of the address was spelled', () => {
    const [plain, standard, odd] = ['https://a.example/x?y', 'https://a.example:443/x?y', 'https://a.example:8443/x?y'];
    expect(reasonOf({ url: plain, signature: sign(standard) })).toBeNull();
    expect(reasonOf({ url: standard, signature: sign(plain) })).toBeNull();
    expect(reasonOf({ url: odd, signature: sign(plain) })).toBeNull();
    expect(reasonOf({ url: odd, signature: sign(odd) })).toBeNull();
    expect(reasonOf({ url: 'http://u:p@a.example/', signature: sign('http://u:p@a.example:80/') })).toBeNull();
    expect(reasonOf({ url: plain, signature: sign('https://b.example/x?y') })).toBe('wrong_signature');
  });

  it('takes special characters as written and as browsers write them', () => {
    const url = "https://a.example/x?Body=It's+amazing";
    expect(reasonOf({ url, signature: sign(url) })).toBeNull();
    expect(reasonOf({ url, signature: sign(url.replace("'", '%27')) })).toBeNull();
  });

  it('covers a JSON body by its hash in the address, and takes no other', () => {
    const body = '{"a": true}';
    const url = `${URL_}&bodySHA256=${hash('sha256', body, 'hex')}`;
    expect(reasonOf({ url, body, signature: sign(url) })).toBeNull();
    expect(reasonOf({ url, body: '{"a":true}', signature: sign(url) })).toBe('body_not_signed');
    expect(reasonOf({ url, signature: sign(url) })).toBe('body_not_signed');
    expect(reasonOf({ url: URL_, body, signature: sign(URL_) })).toBe('body_not_signed');
  });

  it('never holds without a token, a signature or an address', () => {
    expect(reasonOf({ url: URL_, signature: sign(URL_) }, [''])).toBe('unusable_secret');
    expect(reasonOf({ url: URL_, signature: undefined })).toBe('missing_signature');
    expect(reasonOf({ url: 'no address', signature: 'x' })).toBe('bad_url');
  });
});
