import { describe, expect, it } from '@jest/globals';
import { RefusedRequest } from '#connector-sdk';
import { parseJson } from './parse-json.js';

const read = (text: string) => parseJson(Buffer.from(text));
const refusalOf = (text: string | Buffer) => {
  try {
    parseJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof RefusedRequest) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  return 'taken';
};

describe('JSON of a request', () => {
  it('is read as JSON.parse reads it', () => {
    for (const text of ['{}', '[]', ' [1, -2.5e3, "a\\u00e9\\n\\"", true,false,null, {"a":{"b":[[]]}}] ', '"x"', '{"a":1,"a":2}', '0'])
      expect(read(text)).toEqual(JSON.parse(text));
  });

  it('keeps numbers that a double cannot hold as they were written', () => {
    expect(read('{"id":9223372036854775807,"ok":9007199254740991,"neg":-9007199254740993,"big":1e999,"real":0.1}')).toEqual({
      id: '9223372036854775807',
      ok: 9007199254740991,
      neg: '-9007199254740993',
      big: '1e999',
      real: 0.1,
    });
  });

  it('says where it is no JSON', () => {
    expect(refusalOf('{"a":1,\n "b": nope}')).toMatch(/^400 bad_json: .*a value is expected, line 2 column 7, at \/b$/);
    expect(refusalOf('{"items":[1,{"x":"y}]}')).toMatch(/does not end.*at \/items\/1\/x$/);
    for (const text of ['', '{', '[1,]', '{"a" 1}', '01', '[1 2]', '{"a":1} x', "{'a':1}", '"\\x"', 'NaN', '[', '"a\nb"'])
      expect(refusalOf(text)).toMatch(/^400 bad_json/);
    expect(refusalOf(Buffer.from([0x22, 0xff, 0x22]))).toMatch(/^400 not_utf8/);
  });

  it('refuses names that change what all objects are, however they are written', () => {
    expect(refusalOf('{"a":{"__proto__":{"admin":true}}}')).toMatch(/^400 forbidden_name: .* at \/a\/__proto__/);
    expect(refusalOf('{"\\u005f_proto__":1}')).toMatch(/^400 forbidden_name/);
    expect(refusalOf('{"constructor":{"prototype":{}}}')).toMatch(/^400 forbidden_name/);
    expect(refusalOf('{"constructor":"Ferrari","prototype":1}')).toBe('taken');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses bombs quickly', () => {
    expect(refusalOf('['.repeat(200_000))).toMatch(/nested deeper than 64/);
    const started = performance.now();
    refusalOf(`"${'\\'.repeat(500_001)}`);
    refusalOf(`[${'1'.repeat(500_000)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
