import { describe, expect, it } from '@jest/globals';
import { readTopic } from './normalise-subject.js';

describe('a subject', () => {
  it.each([
    'Re: Printer broken',
    'RE : Printer broken',
    'Re[2]: Printer broken',
    'Re^3: printer   broken',
    'AW: WG: Printer broken',
    'Antw: Printer broken',
    'SV: Printer broken',
    'VS: Printer broken',
    'RES: Printer broken',
    'Odp: Printer broken',
    'YNT: Printer broken',
    'Отв: Printer broken',
    'Ответ: Printer broken',
    '回复：Printer broken',
    '回复: Printer broken',
    '回覆： Printer broken',
    '答复：Printer broken',
    '答復: Re: Printer broken',
    '返信: Printer broken',
    '自动回复：Printer broken',
    'Automatic reply: Printer broken',
    'Ｒｅ： Printer broken',
    'Re: [helpdesk] Printer broken',
    '[helpdesk] Re: Printer broken',
    '\u200eRe: Printer\u200b broken',
    'Re: 【技术支持】20261123-EML-001 Printer broken',
    'Re: [#20261123-EML-001] Printer broken',
    '回复：Re: AW: 【技術支持】 20261123-EML-0012 Re: Printer broken',
  ])('%s answers "printer broken"', (subject) => {
    expect(readTopic(subject)).toMatchObject({ bare: 'printer broken', mark: 'reply' });
  });

  it.each(['Fwd: Printer broken', 'FW: RE: Printer broken', '转发：Printer broken', 'WG: Printer broken', '轉寄: Printer broken'])(
    '%s is passed on, it answers nothing',
    (subject) => {
      expect(readTopic(subject)).toMatchObject({ bare: 'printer broken', mark: 'none' });
    },
  );

  it.each([
    ['Report: all well', 'report: all well'],
    ['Rechnung 12: offen', 'rechnung 12: offen'],
    ['[PATCH 1/2] Fix it', '[patch 1/2] fix it'],
    ['【紧急】打印机坏了', '【紧急】打印机坏了'],
    ['Wire: cut', 'wire: cut'],
    ['', ''],
  ])('%s keeps its words', (subject, bare) => {
    expect(readTopic(subject)).toMatchObject({ bare, mark: 'none' });
  });

  const TAGS = [
    '【技术支持】',
    '【技術支持】',
    '【技術支援】',
    '[技术支持]',
    '［技術支持］',
    '〔技术支持〕',
    '〖技术支持〗',
    '「技術支持」',
    '『技术支持』',
  ];
  const RETYPED = ['(技术支持)', '（技術支援）', '《技术支持》', '<技术支持>', '【 技术支持 】', '［Acme Help］', '【客服】'];
  const MARKS = [
    '',
    'Re: ',
    'RE：',
    'Ｒｅ：',
    '回复:',
    '回复：',
    '回復：',
    '回覆: ',
    '答复: ',
    '答覆：',
    '答復：',
    'Antw: ',
    'AW: ',
    'SV: ',
    'Re[2]: ',
    '转发：',
    '回复 : ',
  ];
  it.each([...TAGS, ...RETYPED])('tagged %s names its ticket and is about the same, behind any mark, before or behind the words', (tag) => {
    for (const mark of [...MARKS, 'Re: Re: Re: ', 'RE:回复:答复:Antw: ', '自动回复: ', '转发：回复：'])
      for (const words of [`${tag}20261123-EML-001 打印机坏了`, `${tag} 20261123-EML-001 打印机坏了`, `打印机坏了 ${tag}20261123-EML-001`])
        expect({ subject: mark + words, ...readTopic(mark + words) }).toMatchObject({ bare: '打印机坏了', numbers: ['20261123-EML-001'] });
  });

  it('tells two patches of one series apart', () => {
    expect(readTopic('Re: [PATCH 1/2] Fix it').bare).not.toBe(readTopic('Re: [PATCH 2/2] Fix it').bare);
  });

  it('knows an answer in a language it does not know by the title that the client keeps', () => {
    expect(readTopic('Vastaus: Printer broken', 'Printer broken')).toMatchObject({ bare: 'printer broken', mark: 'reply' });
    expect(readTopic('Printer broken', 'Printer broken')).toMatchObject({ bare: 'printer broken', mark: 'conversation' });
    expect(readTopic('Quite new', 'Printer broken')).toMatchObject({ bare: 'printer broken', mark: 'conversation' });
  });

  it('of marks alone costs no more than any other', () => {
    const started = process.hrtime.bigint();
    readTopic('Re: '.repeat(500));
    readTopic('['.repeat(2000));
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(200);
  });
});
