import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { decodeCharset } from './charset.js';

const decode = (bytes: Buffer | string, label: string | null) => decodeCharset(Buffer.from(bytes as string, 'latin1'), label).text;

describe('charsets by their label', () => {
  it.each([
    ['gb2312', '打印机坏了'],
    ['x-gbk', '镕'],
    ['gb18030', '您好'],
    ['Big5', '您好'],
    ['shift_jis', 'プリンター'],
    ['cp932', '①'],
    ['euc-jp', '山田'],
    ['ks_c_5601-1987', '안녕하세요'],
    ['koi8-r', 'привет'],
    ['windows-1252', '“10 €”'],
    ['cp850', 'Grüße'],
    ['utf-7', 'Grüße'],
    ['iso-8859-15', '10 €'],
  ])('%s', (label, text) => {
    const encoding = { 'x-gbk': 'gbk', ks_c_5601: 'euc-kr', 'ks_c_5601-1987': 'euc-kr' }[label] ?? label;
    expect(decodeCharset(iconv.encode(text, encoding), label).text).toBe(text);
  });

  it('reads the escapes of ISO-2022-JP and -KR and of HZ, two in a row too', () => {
    expect(decode('\x1b$B%F%9%H\x1b(B\x1b$B%F%9%H\x1b(B', 'iso-2022-jp')).toBe('テストテスト');
    expect(decode('\x1b$)C\x0eGQ1[\x0f ok', 'iso-2022-kr')).toBe('한글 ok');
    expect(decode('~{VPND~} ok~~', 'hz-gb-2312')).toBe('中文 ok~');
  });

  it('reads ISO 8859-1 as the windows-1252 that it is in mail', () => {
    expect(decode('It\x92s 10 \x80', 'iso-8859-1')).toBe('It’s 10 €');
  });

  it('reads a text labelled UTF-8 that is plainly GBK', () => {
    expect(decodeCharset(iconv.encode('您好，我的打印机坏了，请尽快处理。', 'gbk'), 'utf-8')).toEqual({
      text: '您好，我的打印机坏了，请尽快处理。',
      guessed: true,
    });
  });
});

describe('charsets without a label', () => {
  it.each([
    ['gb18030', '打印机坏了，请帮忙'],
    ['gb18030', '订单'],
    ['big5', '印表機壞了，請幫忙'],
    ['shift_jis', 'プリンターが壊れました'],
    ['shift_jis', 'ツール'],
    ['euc-jp', 'お問い合わせ'],
    ['euc-kr', '프린터가 고장났습니다'],
    ['windows-1251', 'Здравствуйте'],
    ['koi8-r', 'Здравствуйте'],
    ['windows-1252', 'Die Hasen und die Frösche klagten über ihre mißliche Lage, größer als die Ängste'],
    ['utf-8', 'Grüße, 您好'],
  ])('%s: %s', (encoding, text) => {
    expect(decodeCharset(iconv.encode(text, encoding), null).text).toBe(text);
  });

  it('reads ISO-2022-JP in seven bits that nobody announced', () => {
    expect(decode('\x1b$B%F%9%H\x1b(B', null)).toBe('テスト');
  });

  it('decodes thousands of pieces that are nothing in no time', () => {
    const began = process.cpuUsage();
    for (let i = 0; i < 20_000; i++) decode('\xff\xe9\xc3(', i % 2 === 0 ? null : 'no-such-charset');
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it('shows a gap rather than a wrong letter where the bytes prove nothing', () => {
    expect(decode('Fr\xf6sche', null)).toBe('Fr\ufffdsche');
  });
});

describe('lying labels', () => {
  const CHINESE = '您好，我的打印机坏了，请尽快处理。';
  it.each([
    ['gb2312', 'utf-8', CHINESE],
    ['big5', 'utf-8', '您好，我的印表機壞了，請儘快處理。'],
    ['shift_jis', 'utf-8', 'プリンターが壊れました。よろしくお願いします。'],
    ['euc-kr', 'utf-8', '프린터가 고장났습니다. 도와주세요.'],
    ['iso-8859-1', 'utf-8', 'Grüße aus Köln, schöne Woche'],
    ['windows-1252', 'utf-8', CHINESE],
    ['iso-8859-1', 'gbk', CHINESE],
    ['windows-1252', 'shift_jis', 'プリンターが壊れました。よろしくお願いします。'],
    ['iso-8859-1', 'euc-kr', '프린터가 고장났습니다. 도와주세요.'],
    ['iso-8859-1', 'windows-1251', 'Здравствуйте, у меня сломался принтер.'],
    ['us-ascii', 'gbk', CHINESE],
    ['utf-8', 'big5', '您好，我的印表機壞了，請儘快處理，謝謝。'],
    ['utf-8', 'euc-jp', 'プリンターが壊れました。よろしくお願いします。'],
  ])('%s on %s: what the bytes prove counts', (label, encoding, text) => {
    expect(decodeCharset(iconv.encode(text, encoding), label)).toEqual({ text, guessed: true });
  });

  it.each([
    ['iso-8859-1', 'windows-1252', 'Größe, Straße, Äpfel, Übung: „schön“ – très élégant, naïve café'],
    ['gb2312', 'gbk', '联通'],
    ['gbk', 'gbk', '您好，联通公司的打印机坏了。'],
    ['windows-1251', 'windows-1251', 'Здравствуйте, у меня сломался принтер.'],
    ['iso-8859-2', 'iso-8859-2', 'Příliš žluťoučký kůň'],
    ['iso-8859-1', 'windows-1252', 'ÄÖÜÄÖÜ'],
  ])('%s on %s is believed', (label, encoding, text) => {
    expect(decodeCharset(iconv.encode(text, encoding), label)).toEqual({ text, guessed: false });
  });
});
