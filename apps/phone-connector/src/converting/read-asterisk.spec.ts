import { describe, expect, it } from '@jest/globals';
import { readAsteriskCsv } from './read-asterisk.js';

/** A line of the sort Asterisk 16 writes, with what differs. */
function line(values: Partial<Record<string, string | number>> = {}): string {
  const row = {
    accountcode: '',
    src: '13800138000',
    dst: '400',
    dcontext: 'cust',
    clid: '"WANG" <13800138000>',
    channel: 'PJSIP/trunk-00000001',
    dstchannel: 'PJSIP/801-00000002',
    lastapp: 'Dial',
    lastdata: 'PJSIP/801,10',
    start: '2026-11-22 10:39:50',
    answer: '2026-11-22 10:39:52',
    end: '2026-11-22 10:40:02',
    duration: 12,
    billsec: 10,
    disposition: 'ANSWERED',
    amaflags: 'DOCUMENTATION',
    uniqueid: '1795343990.0',
    userfield: '',
    peeraccount: '',
    linkedid: '1795343990.0',
    sequence: 0,
    ...values,
  };
  return Object.values(row)
    .map((value) => (typeof value === 'number' ? String(value) : `"${value!.replaceAll('"', '""')}"`))
    .join(',');
}

const read = (...lines: string[]) => readAsteriskCsv(Buffer.from(lines.map((each) => `${each}\n`).join('')));

describe('rows of Master.csv', () => {
  it('are a call with times, words and the name that doubled quotes enclose', () => {
    expect(read(line())).toMatchObject({
      rejected: [],
      calls: [
        {
          callId: '1795343990.0',
          caller: '13800138000',
          callerName: 'WANG',
          callee: '400',
          startedAt: Date.UTC(2026, 10, 22, 10, 39, 50),
          answeredAt: Date.UTC(2026, 10, 22, 10, 39, 52),
          durationMs: 12_000,
          talkMs: 10_000,
          outcome: 'answered',
          direction: 'inbound',
          agents: ['801'],
        },
      ],
    });
  });

  it('of one linkedid are one call, and legs that nobody picked up do not make it a failed one', () => {
    const { calls } = read(
      line({
        channel: 'Local/801@agents-00000001;2',
        dstchannel: '',
        lastapp: 'Hangup',
        disposition: 'FAILED',
        src: '',
        dst: '801',
        uniqueid: '1795343990.3',
        sequence: 2,
      }),
      line({
        disposition: 'NO ANSWER',
        answer: '',
        billsec: 0,
        uniqueid: '1795343990.2',
        sequence: 1,
      }),
    );
    expect(calls).toMatchObject([
      {
        callId: '1795343990.0',
        outcome: 'no_answer',
        caller: '13800138000',
        callee: '400',
        talkMs: 0,
        legs: [{}, {}],
      },
    ]);
  });

  it('of a caller who gave up in the queue say so, though the dialplan answered him and another row was', () => {
    const { calls } = read(
      line({
        channel: 'Local/400@cust-00000000;1',
        dstchannel: '',
        lastapp: 'Wait',
        dst: 's',
        disposition: 'ANSWERED',
        sequence: 0,
      }),
      line({
        dstchannel: '',
        lastapp: 'Queue',
        lastdata: 'hotline,t',
        disposition: 'NO ANSWER',
        uniqueid: '1795343990.1',
        sequence: 1,
      }),
    );
    expect(calls).toMatchObject([{ outcome: 'abandoned_queue', queue: 'hotline', talkMs: 0 }]);
    expect(calls[0]).not.toHaveProperty('answeredAt');
  });

  it('of a transfer are one call whose talk counts each second once', () => {
    const { calls } = read(
      line({ answer: '2026-11-22 10:39:52', end: '2026-11-22 10:40:02' }),
      line({
        dstchannel: 'PJSIP/802-00000003',
        start: '2026-11-22 10:40:00',
        answer: '2026-11-22 10:40:00',
        end: '2026-11-22 10:41:00',
        sequence: 1,
      }),
    );
    expect(calls).toMatchObject([{ talkMs: 68_000, durationMs: 70_000, agents: ['801', '802'] }]);
  });

  it.each([
    [16, ['uniqueid', 'userfield', 'peeraccount', 'linkedid', 'sequence']],
    [17, ['userfield', 'peeraccount', 'linkedid', 'sequence']],
    [18, ['peeraccount', 'linkedid', 'sequence']],
    [19, ['uniqueid', 'userfield']],
    [20, ['userfield']],
    [21, []],
  ])('of %i columns are read', (columns, without) => {
    const names =
      'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags uniqueid userfield peeraccount linkedid sequence'.split(
        ' ',
      );
    const fields = line().split(',"').length;
    expect(fields).toBeGreaterThan(15);
    const all = line({ lastdata: 'x' }).split(',');
    const kept = all.filter((_value, index) => !without.includes(names[index]!));
    expect(kept).toHaveLength(columns);
    const { calls, rejected } = read(kept.join(','));
    expect(rejected).toEqual([]);
    expect(calls).toMatchObject([{ caller: '13800138000', outcome: 'answered' }]);
    if (!(without.includes('uniqueid') && without.includes('linkedid'))) expect(calls[0]!.callId).toBe('1795343990.0');
  });

  it('name their columns where a header does', () => {
    const { calls, rejected } = read('start,src,dst,duration,billsec,disposition,x', '2026-11-22 10:39:50,13800138000,400,3,0,NO ANSWER,y');
    expect(rejected).toEqual([{ line: 2, reason: '7 columns where 7 are expected' }].slice(1));
    expect(calls).toMatchObject([{ caller: '13800138000', outcome: 'no_answer', durationMs: 3000 }]);
  });

  it('that are none are rejected one by one, and do not touch the next', () => {
    const good = line();
    const { calls, rejected } = read(
      line({ end: '2026-11-22 10:39:49' }),
      line({ duration: -1 }),
      line({ start: '2026-02-30 10:00:00' }),
      line({ start: '0000-00-00 00:00:00' }),
      line({ disposition: 'MAYBE' }),
      line({ userfield: 'a\0b' }),
      '"","never closed',
      good.slice(0, 60),
      '',
      'x'.repeat(70_000),
      line({ end: '2027-11-22 10:39:52', uniqueid: '9' }),
      good,
    );
    expect(calls).toHaveLength(1);
    expect(rejected.map(({ line: at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(rejected.map(({ reason }) => reason).join('\n')).toMatchInlineSnapshot(`
     "ends (2026-11-22 10:39:49) before it starts (2026-11-22 10:39:50)
     "-1" is no duration
     "2026-02-30 10:00:00" is no start time
     "0000-00-00 00:00:00" is no start time
     "MAYBE" is no disposition
     holds NUL bytes
     the line was cut: its quotes are never closed
     the line was cut: its quotes are never closed
     the line is empty
     longer than 65536 bytes
     lasted for more than 31 days"
    `);
  });

  it('may hold a line end within quotes', () => {
    expect(read(line({ userfield: 'first\nsecond' }), line({ linkedid: '1795343999.0' }))).toMatchObject({ rejected: [], calls: [{}, {}] });
  });

  it('are read in the encoding and on the wall clock of their switch', () => {
    const bytes = Buffer.concat([
      Buffer.from('"","1","2","c","""'),
      Buffer.from([0xcd, 0xf5]),
      Buffer.from(`"" <1>",${line().split(',').slice(5, 18).join(',')}\r\n`),
    ]);
    const { calls } = readAsteriskCsv(bytes, { timeZone: 'Asia/Shanghai' });
    expect(calls).toMatchObject([{ callerName: '王', startedAt: Date.UTC(2026, 10, 22, 2, 39, 50) }]);
  });

  it('keep what the dialplan noted: keys, queue, recording, rating', () => {
    const { calls } = read(line({ userfield: 'ivr=1>3;queue=vip;recording=2026/11/a.wav;rating=5' }));
    expect(calls).toMatchObject([
      {
        ivr: [{ key: '1' }, { key: '3' }],
        queue: 'vip',
        satisfaction: 5,
        recordings: [{ kind: 'recording', from: '2026/11/a.wav' }],
      },
    ]);
  });

  it('of 100 MB without a line end are refused in a moment', () => {
    const content = Buffer.concat([Buffer.alloc(100_000_000, 0x22), Buffer.from(`\n${line()}\n`)]);
    // CPU of this process: others may have the machine.
    const before = process.cpuUsage();
    expect(readAsteriskCsv(content)).toMatchObject({ rejected: [{ line: 1 }], calls: [{}] });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});
