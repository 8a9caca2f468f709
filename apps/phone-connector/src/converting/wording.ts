import type { CallOutcome } from '#contracts';
import type { Language } from './desk-rules.js';

const OUTCOMES: Readonly<Record<Language, Readonly<Record<CallOutcome, string>>>> = {
  en: {
    answered: 'answered',
    no_answer: 'not answered',
    busy: 'busy',
    failed: 'failed',
    rejected: 'rejected',
    abandoned_ivr: 'hung up in the voice menu',
    abandoned_queue: 'hung up while waiting in the queue',
    queue_timeout: 'waited in the queue for too long',
    voicemail: 'left a voice message',
    transferred_out: 'transferred to outside',
    unknown: 'ended, nobody knows how',
  },
  zh: {
    answered: '已接听',
    no_answer: '无人接听',
    busy: '忙线',
    failed: '呼叫失败',
    rejected: '被拒接',
    abandoned_ivr: '在语音菜单中挂断',
    abandoned_queue: '排队中挂断',
    queue_timeout: '排队超时',
    voicemail: '已留言',
    transferred_out: '已转接到外线',
    unknown: '已结束，结果未知',
  },
};

export const WORDS = {
  en: {
    hidden: 'a hidden number',
    call: (from: string, to: string) => `Call from ${from} to ${to}`,
    missed: (from: string) => `Missed call from ${from}`,
    voicemail: (from: string) => `Voice message from ${from}`,
    outgoing: (to: string) => `Call to ${to}`,
    video: 'video call',
    ringing: (who: string) => `rings at ${who}`,
    waiting: (queue: string) => `waits in ${queue}`,
    running: 'is running',
    by: 'by',
    talked: 'talked',
    waited: 'waited',
    keys: 'Keys pressed',
    urgent: 'urgent line',
    rating: 'Rating',
    mood: 'Mood (told by the speech service)',
    recording: 'Recording',
    voice: 'Voice message',
    notes: "Agent's notes",
    caller: 'Caller',
    problem: 'Problem',
    steps: 'Steps',
    transcript: 'Transcript',
    overLimit: (minutes: number) => `The call has lasted for more than ${minutes} min: offer to hand it over to a supervisor`,
    supervisor: (to: string) => `Handed over to supervisor ${to}`,
    gone: 'could not be fetched',
    callBack: (who: string) => `Ring back ${who}`,
    hear: (who: string) => `Hear the voice message of ${who} and ring back`,
  },
  zh: {
    hidden: '隐藏号码',
    call: (from: string, to: string) => `${from} 致电 ${to}`,
    missed: (from: string) => `未接来电：${from}`,
    voicemail: (from: string) => `语音留言：${from}`,
    outgoing: (to: string) => `致电 ${to}`,
    video: '视频通话',
    ringing: (who: string) => `正在 ${who} 振铃`,
    waiting: (queue: string) => `在 ${queue} 排队`,
    running: '通话中',
    by: '接听人',
    talked: '通话',
    waited: '等待',
    keys: '按键',
    urgent: '紧急线路',
    rating: '评分',
    mood: '情绪（语音服务识别）',
    recording: '录音',
    voice: '语音留言',
    notes: '通话记录',
    caller: '来电人',
    problem: '问题',
    steps: '处理步骤',
    transcript: '通话转写',
    overLimit: (minutes: number) => `通话已超过 ${minutes} 分钟，可转接主管`,
    supervisor: (to: string) => `已转接主管 ${to}`,
    gone: '无法获取',
    callBack: (who: string) => `回拨 ${who}`,
    hear: (who: string) => `听取 ${who} 的留言并回拨`,
  },
} as const;

export const wordsOf = (language: Language) => WORDS[language];

export function sayOutcome(outcome: CallOutcome, language: Language): string {
  return OUTCOMES[language][outcome];
}

export function saySpan(ms: number, language: Language): string {
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (language === 'zh') return minutes > 0 ? `${minutes} 分 ${rest} 秒` : `${rest} 秒`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
