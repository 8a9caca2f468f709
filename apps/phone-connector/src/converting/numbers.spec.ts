import { describe, expect, it } from '@jest/globals';
import { toPhoneIdentity } from './numbers.js';

const rules = { country: 'CN' };
const valueOf = (written: string | null) => toPhoneIdentity(written, rules)?.value ?? null;

describe('numbers', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['+86 138-0013-8000', '+8613800138000'],
    ['008613800138000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['013800138000', '+8613800138000'],
    ['01013800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['"WANG" <13800138000>', '+8613800138000'],
    ['sip:+8613800138000@pbx.example;user=phone', '+8613800138000'],
    ['sip:%2B8613800138000@pbx', '+8613800138000'],
    ['tel:+86-21-61234567;ext=801', '+862161234567'],
    ['021-6123 4567-801', '+862161234567'],
    ['02161234567,,801', '+862161234567'],
    ['4001234567', '+864001234567'],
    ['+852 2123 4567', '+85221234567'],
    ['+49 30 901820', '+4930901820'],
  ])('%s is %s', (written, e164) => {
    expect(toPhoneIdentity(written, rules)).toMatchObject({ scheme: 'phone', value: e164, assurance: 'claimed' });
  });

  it.each(['95588', '10086', '12315', '110'])('%s is a service number of its country, and no E.164', (code) => {
    expect(toPhoneIdentity(code, rules)).toMatchObject({ scheme: 'phone_short', value: code, scope: 'CN-short' });
  });

  it.each(['', 'anonymous', 'Restricted', 'sip:anonymous@anonymous.invalid', '"Anonymous" <>', 'unavailable', '未知'])(
    '%p is withheld',
    (written) => {
      expect(toPhoneIdentity(written, rules)).toBeNull();
    },
  );

  it('an extension is no number of Germany or China', () => {
    expect(toPhoneIdentity('sip:801@pbx', rules)).toMatchObject({ scheme: 'extension', value: '801' });
    expect(toPhoneIdentity('801', { country: 'DE' })).toMatchObject({ scheme: 'extension' });
  });

  it('digits that are no number of any plan stay what they are', () => {
    expect(toPhoneIdentity('99999999999', rules)).toMatchObject({ scheme: 'phone_other', value: '99999999999' });
    expect(valueOf('alice')).toBe('alice');
  });
});
