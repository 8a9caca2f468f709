import { describe, expect, it } from '@jest/globals';
import { parseMail } from './parse-mail.js';

const mailOf = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');
const plain = (body: string, ...headers: string[]) => mailOf('From: a@example.com', ...headers, '', body);

describe('header fields', () => {
  it('reads ids without brackets, addresses in groups and with commas in encoded names, blind to the case of field names', () => {
    const mail = parseMail(
      plain(
        'hi',
        'MESSAGE-ID: <one@host>',
        'In-Reply-To: Your message of Monday <zero@host> <minus@host>',
        'References: <a@h>\r\n\t<b@h>,<c@h>',
        'To: Team: "Smith, J" <j@example.com>, k@example.com;, =?utf-8?Q?M=C3=BCller,_K=2E?= <m@example.com>',
        'Cc: Chris <c@(the host)example.net>',
      ),
    );
    expect(mail.messageId).toBe('one@host');
    expect(mail.inReplyTo).toBe('zero@host');
    expect(mail.references).toEqual(['a@h', 'b@h', 'c@h']);
    expect(mail.to).toEqual([
      { name: 'Smith, J', address: 'j@example.com' },
      { name: null, address: 'k@example.com' },
      { name: 'Müller, K.', address: 'm@example.com' },
    ]);
    expect(mail.cc.map((mailbox) => mailbox.address)).toEqual(['c@example.net']);
  });

  it('takes the first of two From fields that names an address, and says that there were two', () => {
    const mail = parseMail(mailOf('From: [someone]', 'From: "Real" <real@example.com>', 'From: evil@example.net', '', 'x'));
    expect(mail.from).toEqual({ name: 'Real', address: 'real@example.com' });
    expect(mail.warnings).toContain('two_from_fields');
  });

  it('keeps a missing or senseless date null', () => {
    expect(parseMail(plain('x')).date).toBeNull();
    expect(parseMail(plain('x', 'Date: yesterday, I think')).warnings).toContain('unreadable_date');
  });

  it('survives a mail of nothing, of NULs, without headers and without a body', () => {
    expect(parseMail(Buffer.alloc(0))).toMatchObject({ from: null, text: '', attachments: [], class: 'human', mayAutoReply: false });
    expect(parseMail(Buffer.alloc(10_000)).attachments).toEqual([]);
    expect(parseMail(Buffer.from('\r\njust words\r\n')).text).toBe('just words\n');
    expect(parseMail(mailOf('Subject: only a header')).subject).toBe('only a header');
  });
});

describe('bodies', () => {
  const alternative = (html: string) =>
    mailOf(
      'From: a@example.com',
      'Content-Type: multipart/alternative; boundary="=_b"',
      '',
      'preamble',
      '--=_b',
      'Content-Type: text/plain; charset=utf-8; format=flowed',
      '',
      'one \r\nline\r\n> quoted \r\n> too',
      '--=_b',
      'Content-Type: text/html; charset=utf-8',
      '',
      html,
      '--=_b--',
      'epilogue',
    );

  it('takes the plain part, joins flowed lines, and sanitises the HTML beside it', () => {
    const mail = parseMail(alternative('<p onclick="x()">one line</p><script>bad()</script><img src="http://spy.example/x.gif">'));
    expect(mail.text).toBe('one line\n> quoted too');
    expect(mail.htmlPresent).toBe(true);
    expect(mail.html).toBe('<p>one line</p><img data-remote-src="http://spy.example/x.gif" />');
  });

  it('makes the text from HTML where there is none', () => {
    const mail = parseMail(
      plain(
        '<html><head><title>t</title></head><body><p>Hello&nbsp;&amp; bye</p><div>x<br>y</div></body></html>',
        'Content-Type: text/html',
      ),
    );
    expect(mail.text).toBe('Hello\u00a0& bye\n\nx\ny');
  });

  it('reads HTML that stands before a plain footer: the words are in the HTML alone', () => {
    const mail = parseMail(
      mailOf(
        'From: a@b.c',
        'Content-Type: multipart/mixed; boundary=xx',
        '',
        '--xx',
        'Content-Type: text/html',
        '',
        '<b>Help!</b>',
        '--xx',
        '',
        'list footer',
        '--xx--',
      ),
    );
    expect(mail.text).toBe('Help!\nlist footer');
  });

  it('keeps enclosed mail and report parts closed, as attachments with the hash of their decoded bytes', () => {
    const mail = parseMail(
      mailOf(
        'From: a@b.c',
        'Content-Type: multipart/mixed; boundary=xx',
        '',
        '--xx',
        'Content-Type: message/rfc822',
        '',
        'Subject: inner',
        '',
        'inner words',
        '--xx',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; x',
        '--xx',
        "Content-Type: application/pdf; name*0*=utf-8''%E5%8F%91; name*1*=%E7%A5%A8.pdf",
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: inline',
        'Content-ID: <cid@x>',
        '',
        'aGVs\r\nbG8=',
        '--xx--',
      ),
    );
    expect(mail.text).toBe('');
    expect(mail.attachments.map((attachment) => attachment.contentType)).toEqual([
      'message/rfc822',
      'message/delivery-status',
      'application/pdf',
    ]);
    expect(mail.attachments[2]).toMatchObject({ fileName: '发票.pdf', inline: true, contentId: 'cid@x' });
    expect(mail.attachments[2]!.sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });

  it('closes what a cut-off mail left open and reads nested parts that end early', () => {
    const mail = parseMail(
      mailOf(
        'From: a@b.c',
        'Content-Type: multipart/mixed; boundary=out',
        '',
        '--out',
        'Content-Type: multipart/related; boundary=in',
        '',
        '--in',
        '',
        'words',
        '--out',
        'Content-Type: image/png',
        '',
        'PNG',
      ),
    );
    expect(mail.text).toBe('words');
    expect(mail.attachments).toHaveLength(1);
    expect(mail.warnings).toContain('unclosed_multipart');
  });

  it('shows the words of a multipart that does not keep its word instead of losing them', () => {
    const nothing = parseMail(plain('Please help me.', 'Content-Type: multipart/alternative;'));
    expect(nothing).toMatchObject({ text: '', salvaged: 'Please help me.', newText: 'Please help me.' });
    const misspelt = parseMail(
      plain('--real\r\nContent-Type: text/plain\r\n\r\nHelp!\r\n--real--', 'Content-Type: multipart/mixed; boundary=wrong'),
    );
    expect(misspelt.salvaged).toBe('Help!');
    expect(misspelt.warnings).toContain('broken_multipart');
  });

  it('joins the texts of many parts in no time', () => {
    const parts = `--x\r\n\r\n${'words '.repeat(300)}\r\n`.repeat(990);
    const began = process.cpuUsage();
    const mail = parseMail(plain(parts, 'Content-Type: multipart/mixed; boundary=x'));
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
    expect(mail.text).toHaveLength(1_000_000);
  });

  it('takes parts in their number and depth only so far', () => {
    const many = parseMail(plain('--x\r\n\r\nhi\r\n'.repeat(5_000), 'Content-Type: multipart/mixed; boundary=x'));
    expect(many.warnings).toContain('too_many_parts');
    let nested = '';
    for (let i = 0; i < 500; i++) nested += `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`;
    expect(parseMail(Buffer.from(`From: a@b.c\r\n${nested}`)).warnings).toContain('nested_too_deep');
  });
});
