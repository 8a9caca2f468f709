import { describe, expect, it } from '@jest/globals';
import { readForward } from './read-forward.js';

const BODY = 'The pump on floor two leaks again.\n\nPlease send somebody.';

/** How programs head what they forward; each with the sender Mia, to Otto, the subject `Leak`. */
const HEADS: Readonly<Record<string, string>> = {
  Gmail:
    '---------- Forwarded message ---------\nFrom: Mia <mia@pump.example>\nDate: Tue, 2 Jun 2026 at 09:31\nSubject: Leak\nTo: <otto@pump.example>\n\n',
  Thunderbird:
    '-------- Weitergeleitete Nachricht --------\nBetreff: \tLeak\nDatum: \tTue, 2 Jun 2026 09:31:00 +0200\nVon: \tMia <mia@pump.example>\nAn: \totto@pump.example\n\n\n\n',
  'Outlook on the web':
    '________________________________\nFrom: Mia <mia@pump.example>\nSent: Tuesday, June 2, 2026 09:31\nTo: otto@pump.example <otto@pump.example>\nSubject: Leak\n\n',
  'Outlook with links':
    '*From:* Mia<mailto:mia@pump.example> <mia@pump.example<mailto:mia@pump.example>> on behalf of desk@pump.example\n*Sent:* Tuesday, June 2, 2026 09:31\n*To:* otto@pump.example<mailto:otto@pump.example>\n*Subject:* Leak\n\n',
  'Outlook without a line between':
    'Kimden: Mia <mia@pump.example>\nTarih: Salı, 2 Haziran 2026 09:31\nKime: otto@pump.example\nKonu: Leak\n',
  'Yahoo in one line':
    '  ----- Messaggio inoltrato ----- Da: Mia <mia@pump.example>A: "otto@pump.example" <otto@pump.example>Inviato: martedì 2 giugno 2026, 09:31 CETOggetto: Leak\n ',
  QQ: '------------------ 转发邮件 ------------------\n发件人: Mia <mia@pump.example>\n发送时间: 2026年6月2日 09:31\n收件人: otto@pump.example\n主题: Leak\n\n',
  'a program in a language we have no words for':
    '---------- Ujumbe uliosambazwa ----------\nKutoka: Mia <mia@pump.example>\nTarehe: 2 Juni 2026 09:31\nKwa: otto@pump.example\nMada: Leak\n\n',
};

describe('a forwarded mail', () => {
  it.each(Object.entries(HEADS))('of %s shows who wrote it, to whom, about what and when', (_program, head) => {
    const forward = readForward(`Can you take this?\n\n${head}${BODY}`, null);
    expect(forward).toMatchObject({
      ownText: 'Can you take this?',
      from: { name: 'Mia', address: 'mia@pump.example' },
      subject: 'Leak',
      body: BODY,
    });
    expect(forward!.to.map(({ address }) => address)).toEqual(['otto@pump.example']);
    expect(forward!.date).toMatch(/2026/);
  });

  it('quoted as a whole loses the marks', () => {
    const head =
      'Begin forwarded message:\n\nFrom: Mia <mia@pump.example>\nSubject: Leak\nDate: 2. June 2026 09:31\nTo: a@pump.example,\n  b@pump.example\n\n';
    const quoted = `${head}${BODY}`.replaceAll(/^/gm, '> ');
    const forward = readForward(quoted, null);
    expect(forward).toMatchObject({ ownText: '', subject: 'Leak', body: BODY });
    expect(forward!.to.map(({ address }) => address)).toEqual(['a@pump.example', 'b@pump.example']);
  });

  it('that only its subject reveals is headed as an answer would be', () => {
    const text = `On 02/06/2026 09:31, "Mia" <mia@pump.example> wrote:\n\n${BODY}`;
    expect(readForward(text, 'WG: Leak')).toMatchObject({
      from: { name: 'Mia', address: 'mia@pump.example' },
      subject: 'Leak',
      date: '02/06/2026 09:31',
      body: BODY,
    });
    expect(readForward(text, 'Re: Leak')).toBeNull();
    expect(readForward(text, null)).toBeNull();
  });

  it('ends its fields where the body begins, also when that begins like a field', () => {
    const head = HEADS['Gmail']!;
    expect(readForward(`${head}To: all of you\nNote: it leaks`, null)!.body).toBe('To: all of you\nNote: it leaks');
  });
});

describe('fields that are missing or badly written', () => {
  it('are not looked for in the body', () => {
    const head = '---------- Forwarded message ---------\nFrom: Mia <mia@pump.example>\nDate: Tue, 2 Jun 2026 at 09:31\nSubject: Leak\n\n';
    expect(readForward(`${head}To: all of you\nIt leaks.`, null)).toMatchObject({ to: [], body: 'To: all of you\nIt leaks.' });
  });

  it('are found without a colon where a program forgets it', () => {
    const head =
      '  ----- Mensagem reencaminhada ----- De: Mia <mia@pump.example>Para: otto@pump.example <otto@pump.example>Enviado: 2 de junho de 2026, 09:31 CETAssunto Leak\n ';
    expect(readForward(`${head}${BODY}`, null)).toMatchObject({ from: { address: 'mia@pump.example' }, subject: 'Leak', body: BODY });
  });
});

describe('no forward', () => {
  const history = 'From: Mia <mia@pump.example>\nSent: Tuesday, June 2, 2026 09:31\nTo: otto@pump.example\nSubject: Leak\n\nIt leaks.';

  it('is an answer of Outlook, whose history has the same head: its subject says so', () => {
    expect(readForward(`It is mended.\n\n-----Original Message-----\n${history}`, 'RE: Leak')).toBeNull();
    expect(readForward(`It is mended.\n\n${history}`, '答复: Leak')).toBeNull();
    expect(readForward(`Please mend it.\n\n${history}`, 'FW: Leak')).not.toBeNull();
  });

  it('is an answer to a forward, which has it in its history', () => {
    expect(
      readForward(`Thanks!\n\nOn Tue, 2 Jun 2026, Otto wrote:\n> ${HEADS['Gmail']!.replaceAll('\n', '\n> ')}It leaks.`, 'Re: Fwd: Leak'),
    ).toBeNull();
  });

  it.each(['Facts:\nSize: 3 m\nFrom: 2 to 4\nColour: blue', '--- see below ---\nIt leaks: here.', 'Forwarded message: we got yours.', ''])(
    'is %j',
    (text) => {
      expect(readForward(text, 'Leak')).toBeNull();
    },
  );
});

describe('a hostile mail', () => {
  const separator = '---------- Forwarded message ---------\n';

  it.each([
    ['digits in a field of an unknown label', `${separator}foo: ${'1'.repeat(60_000)}`],
    ['a sender without end', `${separator}From: ${'a'.repeat(20_000)}`],
    ['a folded sender', `${separator}From: a\n${`\t${'a'.repeat(1_900)}\n`.repeat(50)}`],
    ['a folded sender of ats', `${separator}From: a\n${`\t${'@'.repeat(1_900)}\n`.repeat(50)}`],
    ['folded links', `${separator}To: a\n${`\t${'[mailto:'.repeat(200)}\n`.repeat(50)}`],
    ['folded blanks', `${separator}To: a\n${`\tx${' '.repeat(1_900)}x\n`.repeat(50)}`],
    ['titles between dashes and blanks', `----aaaa${' '.repeat(3_900)}b\n`.repeat(220)],
    ['colons behind dashes', `----a@aaa${'-'.repeat(64)}${':'.repeat(60)}${'x'.repeat(3_800)}\n`.repeat(220)],
    ['labels and ats in one line', `${`----aaaa----x${':@'.repeat(1_900)}`}\n`.repeat(220)],
    ['attributions without an address', `${'rfc822;'.repeat(26)} wrote:\n`.repeat(4_700)],
  ])('is read in no time: %s', (_, text) => {
    const began = process.cpuUsage();
    readForward(text, null);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it('loses no words when a long line stands where a field could', () => {
    const words = `Note: ${'it leaks '.repeat(300)}`.trim();
    expect(readForward(`${separator}From: Mia <mia@pump.example>\n${words}`, null)!.body).toBe(words);
  });

  it('may name hundreds of people in one line', () => {
    const people = Array.from({ length: 200 }, (_, i) => `p${i}@pump.example`).join('; ');
    const forward = readForward(`${separator}From: Mia <mia@pump.example>\nTo: ${people}\nSubject: Leak\n\n${BODY}`, null)!;
    expect(forward).toMatchObject({ subject: 'Leak', body: BODY });
    expect(forward.to.length).toBeGreaterThan(100);
    expect(forward.to.every(({ address }) => address.endsWith('@pump.example'))).toBe(true);
  });
});
