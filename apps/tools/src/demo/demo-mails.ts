import iconv from 'iconv-lite';

/** One mail of the demo: who writes, and the exact bytes. */
export interface DemoMail {
  readonly from: string;
  readonly raw: Buffer;
}

interface Draft {
  readonly id: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly charset?: string;
  readonly minutesAgo: number;
  readonly answers?: string;
  readonly headers?: readonly string[];
  readonly attachment?: { readonly name: string; readonly type: string; readonly content: Buffer };
}

const LIN = { name: '林小雨', address: 'xiaoyu.lin@mail.example.cn' };
const ANNA = { name: 'Anna Berger', address: 'anna.berger@example.org' };
const SATO = { name: '佐藤健', address: 'sato@example.jp' };
const CHEN = { name: '陳美玲', address: 'meiling.chen@example.tw' };
const OMAR = { name: 'Omar Haddad', address: 'omar@example.net' };
const ROBOT = { name: 'Build server', address: 'ci@example.net' };
/** A png of one pixel: enough to be recognised as a picture. */
const SCREENSHOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const DRAFTS: readonly Draft[] = [
  {
    id: 'lin-1',
    from: LIN,
    subject: '导出 PDF 失败',
    charset: 'gbk',
    minutesAgo: 190,
    text: '您好:\n\n我在导出简历时一直提示“生成失败,请重试”,换了浏览器也一样。\n账号是这个邮箱,专业版。明天就要投递,麻烦尽快看一下。\n\n林小雨',
    attachment: { name: '错误截图.png', type: 'image/png', content: SCREENSHOT },
  },
  {
    id: 'anna-1',
    from: ANNA,
    subject: 'Charged twice for October',
    minutesAgo: 160,
    text: 'Hello,\n\nmy card was charged twice on 2 October: 19.00 EUR each. Could you refund one of them?\n\nKind regards\nAnna Berger\n-- \nAnna Berger · Lindenweg 4 · Graz',
  },
  {
    id: 'sato-1',
    from: SATO,
    subject: 'ログインできません',
    charset: 'iso-2022-jp',
    minutesAgo: 120,
    text: 'お世話になっております。\n\nパスワードを再設定しましたが、ログインできません。\n確認メールも届いていないようです。ご確認をお願いいたします。\n\n佐藤',
  },
  {
    id: 'chen-1',
    from: CHEN,
    subject: '發票抬頭修改',
    charset: 'big5',
    minutesAgo: 95,
    text: '您好,請問上個月的發票抬頭可以修改嗎?公司名稱已經變更。\n謝謝!\n陳美玲',
  },
  {
    id: 'omar-1',
    from: OMAR,
    subject: 'Export to Word?',
    minutesAgo: 60,
    text: 'Hi, is there a way to export to .docx? I only find PDF.\n\nOmar',
  },
  {
    id: 'anna-2',
    from: ANNA,
    subject: 'Re: Charged twice for October',
    answers: 'anna-1',
    minutesAgo: 45,
    text: 'One more thing: the receipt number of the second charge is 2026-10-7781.\n\nAnna\n\nOn Mon, Anna Berger wrote:\n> my card was charged twice on 2 October: 19.00 EUR each.',
  },
  {
    id: 'robot-1',
    from: ROBOT,
    subject: 'Nightly build failed',
    minutesAgo: 30,
    headers: ['Auto-Submitted: auto-generated', 'Precedence: bulk'],
    text: 'Job 4411 failed at step "package".',
  },
];

/** What customers write first, oldest first. */
export function writeOpeningMails(to: string, now: Date): DemoMail[] {
  return DRAFTS.map((draft) => ({ from: draft.from.address, raw: render(draft, to, now) }));
}

/** An absence note in answer to a mail of ours. */
export function writeOutOfOffice(to: string, answered: { messageId: string; subject: string }, now: Date): DemoMail {
  const draft: Draft = {
    id: 'sato-away',
    from: SATO,
    subject: `自動応答: ${answered.subject}`,
    minutesAgo: 0,
    headers: ['Auto-Submitted: auto-replied', `In-Reply-To: <${answered.messageId}>`, `References: <${answered.messageId}>`],
    text: '本日は休暇をいただいております。明日以降にご返信いたします。',
  };
  return { from: SATO.address, raw: render(draft, to, now) };
}

/** A delivery report (RFC 3464): the customer's mailbox is gone. */
export function writeBounce(returnPath: string, bounced: { messageId: string; recipient: string }, now: Date): DemoMail {
  const raw = [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.net>',
    `To: <${returnPath}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <bounce-${now.getTime()}@mx.example.net>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `<${bounced.recipient}>: host mx.example.net said: 550 5.1.1 no such user here`,
    '',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    `Final-Recipient: rfc822; ${bounced.recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 no such user here',
    '',
    '--r',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${bounced.messageId}>`,
    `To: <${bounced.recipient}>`,
    '',
    '--r--',
    '',
  ];
  return { from: '', raw: Buffer.from(raw.join('\r\n')) };
}

function render(draft: Draft, to: string, now: Date): Buffer {
  const charset = draft.charset ?? 'utf-8';
  const at = new Date(now.getTime() - draft.minutesAgo * 60_000);
  const id = (name: string) => `<${name}.${Math.floor(now.getTime() / 1000)}@demo.example>`;
  const head = [
    `From: ${encodeWord(draft.from.name, charset)} <${draft.from.address}>`,
    `To: <${to}>`,
    `Subject: ${encodeWord(draft.subject, charset)}`,
    `Message-ID: ${id(draft.id)}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    ...(draft.answers === undefined ? [] : [`In-Reply-To: ${id(draft.answers)}`, `References: ${id(draft.answers)}`]),
    ...(draft.headers ?? []),
    'MIME-Version: 1.0',
  ];
  const text = [
    `Content-Type: text/plain; charset=${charset}`,
    'Content-Transfer-Encoding: base64',
    '',
    toLines(encode(draft.text, charset)),
  ];
  if (draft.attachment === undefined) return Buffer.from([...head, ...text, ''].join('\r\n'), 'latin1');
  const { name, type, content } = draft.attachment;
  const attachment = [
    `Content-Type: ${type}; name="${encodeWord(name, charset)}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${encodeWord(name, charset)}"`,
    '',
    toLines(content),
  ];
  return Buffer.from(
    [...head, 'Content-Type: multipart/mixed; boundary="demo"', '', '--demo', ...text, '--demo', ...attachment, '--demo--', ''].join(
      '\r\n',
    ),
    'latin1',
  );
}

const encode = (text: string, charset: string) =>
  charset === 'iso-2022-jp' ? encodeIso2022Jp(text) : iconv.encode(text.replace(/\n/g, '\r\n'), charset);
const encodeWord = (text: string, charset: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?${charset}?B?${encode(text, charset).toString('base64')}?=`;
const toLines = (bytes: Buffer) => bytes.toString('base64').replace(/(.{76})/g, '$1\r\n');

/** ISO-2022-JP out of EUC-JP (RFC 1468): iconv-lite writes the latter only. Two-byte characters lose their high bits between escapes. */
function encodeIso2022Jp(text: string): Buffer {
  const bytes: number[] = [];
  let wide = false;
  const euc = iconv.encode(text.replace(/\n/g, '\r\n'), 'euc-jp');
  for (let at = 0; at < euc.length; at += 1) {
    const byte = euc[at]!;
    const isWide = byte >= 0xa1;
    if (isWide !== wide) bytes.push(0x1b, ...(isWide ? [0x24, 0x42] : [0x28, 0x42]));
    wide = isWide;
    if (isWide) bytes.push(byte & 0x7f, euc[(at += 1)]! & 0x7f);
    else bytes.push(byte);
  }
  return Buffer.from(wide ? [...bytes, 0x1b, 0x28, 0x42] : bytes);
}
