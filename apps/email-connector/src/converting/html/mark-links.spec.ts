import { describe, expect, it } from '@jest/globals';
import { showHtml } from './sanitise.js';

/** The host that stands behind a link in our words, null for none. */
const shown = (html: string) => /<bdi data-link-host="[^"]*"> \[([^\]]*)\]<\/bdi>/.exec(showHtml(html))?.[1] ?? null;
const link = (href: string, text: string) => `<p><a href="${href}">${text}</a></p>`;

describe('a link that says another place than it leads to', () => {
  it.each([
    ['https://evil.example/x', 'https://www.paypal.com/login'],
    ['https://evil.example/x', 'www.paypal.com'],
    ['https://evil.example/x', 'paypal.com'],
    ['https://evil.example/x', 'Log in at <b>pay</b>pal.com now'],
    ['https://evil.example/x', 'pay&#8203;pal.com'],
    ['https://evil.example/x', 'ｐａｙｐａｌ．ｃｏｍ'],
    ['https://evil.example/x', '登录 www.alipay.com 查看'],
    ['https://evil.example/x', 'postbank.berlin/konto'],
    ['https://paypal.com.evil.example/x', 'https://paypal.com/'],
    ['https://evil.github.io/', 'https://honest.github.io/'],
    ['https://evil.co.uk/', 'bank.co.uk'],
    ['//evil.example', 'https://paypal.com'],
    ['https:\\\\evil.example\\x', 'https://paypal.com'],
    ['https://paypal.com@evil.example/', 'our page'],
    ['https://203.0.113.9/login', 'https://paypal.com'],
  ])('%s as "%s" shows the host', (href, text) => {
    expect(shown(link(href, text))).toBe(new URL(href.replace(/^\/\//, 'https://')).hostname);
  });

  it.each([
    ['https://example.com/a', 'click here'],
    ['https://example.com/a', 'https://example.com/a'],
    ['https://www.example.com/a', 'example.com'],
    ['https://click.example.co.uk/a', 'www.example.co.uk'],
    ['https://example.com/files', 'invoice.pdf'],
    ['https://example.com/a', 'Version 2.10 of Node.js, e.g. this one...'],
    ['https://example.com/a', 'ann@paypal.com'],
    ['https://xn--bcher-kva.example/', 'https://bücher.example/'],
    ['mailto:ann@example.com?subject=x', 'Ann@example.com'],
    ['tel:+49301234', '+49 30 1234'],
    ['#top', 'paypal.com'],
  ])('%s as "%s" is left as it is', (href, text) => {
    expect(shown(link(href, text))).toBeNull();
  });

  it('shows a host in punycode whose letters could be taken for others', () => {
    expect(shown(link('https://раураl.com/', 'раураl.com'))).toBe('xn--l-7sba6dbr.com');
    expect(shown(link('https://аррӏе.com/', 'click'))).toBe('xn--80ak6aa92e.com');
    expect(shown(link('https://ɡoogle.com/', 'click'))).toMatch(/^xn--/);
    for (const honest of [
      'https://例え.jp/',
      'https://президент.рф/',
      'https://münchen.de/',
      'https://中国移动.cn/',
      'https://abc公司.cn/',
    ])
      expect(shown(link(honest, 'click'))).toBeNull();
  });

  it('shows where a mail goes that another address stands for', () => {
    expect(shown(link('mailto:thief@evil.example', 'support@bank.example'))).toBe('thief@evil.example');
  });

  it('lets a link ask for a mail and not for a file of the reader', () => {
    const href = 'mailto:a@example.com?subject=b%20c&amp;attach=/etc/passwd&amp;ATTACHMENT=x&amp;body=d';
    expect(showHtml(link(href, 'x'))).toContain('href="mailto:a@example.com?subject=b%20c&amp;body=d"');
  });

  it('tells every link by its own words, unclosed and nested ones too', () => {
    const html = showHtml('<a href="https://one.example">paypal.com<a href="https://two.example">visa.com</a><p>x</p>');
    expect([...html.matchAll(/data-link-host="([^"]*)"/g)].map(([, host]) => host)).toEqual(['one.example', 'two.example']);
  });

  it('puts the place itself into the title, whatever the mail says there, and lets no mail write in our name', () => {
    expect(showHtml('<a href="https://evil.example/a?b" title="https://bank.example">x</a>')).toContain('title="evil.example/a"');
    expect(showHtml('<bdi data-link-host="bank.example">x</bdi>')).toBe('<bdi>x</bdi>');
  });

  it('takes linear time', () => {
    for (const text of [
      'a.'.repeat(100_000),
      'www.'.repeat(50_000),
      '<a href="https://a.example">b.com'.repeat(10_000),
      '-'.repeat(200_000),
    ])
      expect(() => showHtml(link('https://evil.example', text))).not.toThrow();
  });
});
