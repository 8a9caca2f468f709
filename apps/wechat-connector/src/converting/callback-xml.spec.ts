import { describe, expect, it } from '@jest/globals';
import { CallbackFields } from './callback-fields.js';
import { MAX_XML_BYTES, readXml, UnreadableXml } from './callback-xml.js';

const wrap = (inner: string) => `<xml>${inner}</xml>`;
const codeOf = (xml: string | Buffer): string => {
  try {
    readXml(xml);
    return 'read';
  } catch (error) {
    return error instanceof UnreadableXml ? error.code : String(error);
  }
};

describe('XML of a callback', () => {
  it('keeps every character of a value: zeros, signs, exponents, blanks, ids of 64 bits', () => {
    const fields = CallbackFields.read(
      wrap('<Content><![CDATA[  0012 ]]></Content><MsgId>6475340302153501409</MsgId><A>1e5</A><B>+8613</B><C>true</C><D>0x10</D>'),
    );
    expect(fields.exact('Content')).toBe('  0012 ');
    expect(fields.get('MsgId')).toBe('6475340302153501409');
    expect(['A', 'B', 'C', 'D'].map((name) => fields.exact(name))).toEqual(['1e5', '+8613', 'true', '0x10']);
  });

  it('takes layout around CDATA for layout, and CDATA that was split for one text', () => {
    const fields = CallbackFields.read(wrap('<ToUserName> <![CDATA[gh_1]]> </ToUserName><Content><![CDATA[a]]]]><![CDATA[>b]]></Content>'));
    expect(fields.exact('ToUserName')).toBe('gh_1');
    expect(fields.exact('Content')).toBe('a]]>b');
  });

  it('takes markup in CDATA for words of the customer', () => {
    const words = '</Content><FromUserName>evil</FromUserName><!DOCTYPE html><!ENTITY x "y"> & &lt;';
    const fields = CallbackFields.read(wrap(`<Content><![CDATA[${words}]]></Content><FromUserName>ada</FromUserName>`));
    expect(fields.exact('Content')).toBe(words);
    expect(fields.get('FromUserName')).toBe('ada');
  });

  it('replaces references once, and refuses those that need a DOCTYPE', () => {
    const fields = CallbackFields.read(wrap('<A>&lt;&amp;lt;&#20320;&#x4f60;&quot;</A>'));
    expect(fields.exact('A')).toBe('<&lt;你你"');
    expect(['&x;', '&', '&#0;', '&#xD800;', '&#x110000;', '&lt'].map((text) => codeOf(wrap(`<A>${text}</A>`)))).toEqual(
      Array(6).fill('xml_broken'),
    );
  });

  it('does not mind a byte order mark, a declaration, comments or CRLF', () => {
    expect(
      CallbackFields.read('\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- c -->\r\n<xml>\r\n<A>1</A>\r\n</xml>\r\n').get('A'),
    ).toBe('1');
  });

  it('gives lists for repeated names, and nothing that could change an object', () => {
    const fields = CallbackFields.read(
      wrap(
        '<S>1</S><S>2</S><L><I>3</I></L><__proto__><admin>1</admin></__proto__><constructor><prototype>1</prototype></constructor><toString>4</toString>',
      ),
    );
    expect(JSON.stringify(fields.toData())).toBe('{"S":["1","2"],"L":{"I":"3"},"toString":"4"}');
    expect(Object.getPrototypeOf(fields.toData())).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each([
    ['', 'xml_empty'],
    [' \n ', 'xml_empty'],
    ['{"a":1}', 'xml_broken'],
    ['<xml><a></b></xml>', 'xml_broken'],
    ['<xml>', 'xml_broken'],
    ['<xml><a><![CDATA[x</a></xml>', 'xml_broken'],
    ['<xml></xml><xml></xml>', 'xml_broken'],
    ['<xml><a', 'xml_broken'],
    ['<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><A>&x;</A></xml>', 'xml_doctype'],
    ['<?xml version="1.0"?><!-- --><!doctype xml><xml/>', 'xml_doctype'],
    ['<xml><!ENTITY x "y"></xml>', 'xml_doctype'],
  ])('refuses %j', (xml, code) => {
    expect(codeOf(xml)).toBe(code);
  });

  it('refuses what is too large, too deep or too much, and everything within 100 ms and 50 MB', () => {
    const million = 1_000_000;
    const hostile: [string, string][] = [
      ['<a>'.repeat(million) + '</a>'.repeat(million), 'xml_too_large'],
      [wrap('<a>'.repeat(9_000) + '</a>'.repeat(9_000)), 'xml_too_deep'],
      [wrap('<a/>'.repeat(15_000)), 'xml_too_deep'],
      [wrap(`<A>${'&#65;'.repeat(12_000)}</A>`), 'read'],
      [`<xml ${'a="'.repeat(20_000)}`, 'xml_broken'],
      [`<xml ${'a="" '.repeat(10_000)}/>`, 'xml_too_large'],
      [wrap('<'.repeat(60_000)), 'xml_too_large'],
      [wrap(`<a${' '.repeat(60_000)}`), 'xml_too_large'],
      [wrap(`<![CDATA[${'<![CDATA['.repeat(6_000)}`), 'xml_broken'],
      [wrap(`<A>${'x'.repeat(MAX_XML_BYTES)}</A>`), 'xml_too_large'],
    ];
    readXml(wrap('<warm>1</warm>'));
    for (const [xml, code] of hostile) {
      // The least of three: others compile and collect on this thread, too.
      const costs = [1, 2, 3].map(() => {
        const heap = process.memoryUsage().heapUsed;
        const from = process.cpuUsage();
        expect(codeOf(xml)).toBe(code);
        const { user, system } = process.cpuUsage(from);
        return { ms: (user + system) / 1_000, bytes: process.memoryUsage().heapUsed - heap };
      });
      expect(Math.min(...costs.map(({ ms }) => ms))).toBeLessThan(100);
      expect(Math.min(...costs.map(({ bytes }) => bytes))).toBeLessThan(50 * 1024 * 1024);
    }
  });
});
