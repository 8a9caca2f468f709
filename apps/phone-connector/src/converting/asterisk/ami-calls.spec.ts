import { describe, expect, it } from '@jest/globals';
import { AmiCalls, type AmiEvent } from './ami-calls.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');

/** What is told of one call after each event: who took it, who rings, and whether it is over. */
function tell(...events: readonly AmiEvent[]) {
  const calls = new AmiCalls({ inboundContexts: ['cust'] } as never, 'UTC');
  const news = events.map((event, at) =>
    calls.take({ Linkedid: '1.0', ...event }, NOW + at * 1_000).map((each) => {
      if (each.kind === 'row') return 'a row';
      const { agents, ringing, endedAt } = each.facts;
      return [each.facts.callId, agents!.join(), ringing!.join(), endedAt === undefined ? 'goes on' : 'over'];
    }),
  );
  return { news, calls };
}

const channel = (id: string, Linkedid = '1.0'): AmiEvent => ({ Event: 'Newchannel', Uniqueid: id, ChannelState: '0', Linkedid });
const dials = (id: string, extension: string): AmiEvent => ({
  ...{ Event: 'DialBegin', Channel: 'PJSIP/trunk-00000001', CallerIDNum: '13800138000', Exten: '400', Context: 'cust' },
  ...{ DestUniqueid: id, DestChannel: `PJSIP/${extension}-0000000${id.at(-1)!}` },
});
const ends = (id: string, DialStatus: string): AmiEvent => ({
  Event: 'DialEnd',
  Channel: 'PJSIP/trunk-00000001',
  DestUniqueid: id,
  DialStatus,
});
const hangs = (id: string, Linkedid = '1.0'): AmiEvent => ({ Event: 'Hangup', Uniqueid: id, Linkedid, Cause: '16' });

describe('a call in events of the manager interface', () => {
  it('that rings at all is of who took it at once, and nobody hears of those that were given up', () => {
    const { news } = tell(channel('1.0'), dials('1.1', '801'), dials('1.2', '802'), ends('1.2', 'ANSWER'), ends('1.1', 'CANCEL'));
    expect(news.flat()).toEqual([
      ['1.0', '', '801', 'goes on'],
      ['1.0', '', '801,802', 'goes on'],
      ['1.0', '802', '', 'goes on'],
    ]);
  });

  it('that is handed over rings again, also back to who had it, and a phone that does not take it rings no more', () => {
    const handed = [
      dials('1.2', '802'),
      ends('1.2', 'ANSWER'),
      dials('1.3', '803'),
      ends('1.3', 'NOANSWER'),
      dials('1.4', '801'),
      ends('1.4', 'ANSWER'),
    ];
    const { news } = tell(channel('1.0'), dials('1.1', '801'), ends('1.1', 'ANSWER'), ...handed);
    expect(news.flat().slice(2)).toEqual([
      ['1.0', '801', '802', 'goes on'],
      ['1.0', '801,802', '', 'goes on'],
      ['1.0', '801,802', '803', 'goes on'],
      ['1.0', '801,802', '', 'goes on'],
      ['1.0', '801,802', '801', 'goes on'],
      ['1.0', '802,801', '', 'goes on'],
    ]);
  });

  it('whose last channel was joined to another call ends with it', () => {
    const { news, calls } = tell(channel('1.0'), dials('1.1', '801'), ends('1.1', 'ANSWER'), channel('2.0', '2.0'), hangs('1.0', '2.0'));
    expect(news.at(-1)).toEqual([['1.0', '801', '', 'over']]);
    expect([calls.goesOn('1.0'), calls.goesOn('2.0'), calls.goesOn('3.0')]).toEqual([false, true, false]);
  });
});
