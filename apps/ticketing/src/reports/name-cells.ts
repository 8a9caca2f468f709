import { type DeskNames, listNames } from '../desk/list-names.js';
import type { Desk } from '../desk/desk-schema.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { STATES } from './kinds/list-cells.js';
import type { Table } from './table.js';

const CHANNELS: Readonly<Record<string, LocalisedText>> = {
  email: { zh: '邮件', en: 'Email' },
  webchat: { zh: '在线客服', en: 'Web chat' },
  wechat: { zh: '微信', en: 'WeChat' },
  dingtalk: { zh: '钉钉', en: 'DingTalk' },
  weibo: { zh: '微博', en: 'Weibo' },
  phone: { zh: '电话', en: 'Phone' },
  form: { zh: '表单', en: 'Form' },
  sms: { zh: '短信', en: 'Text message' },
  alarm: { zh: '告警', en: 'Alarms' },
  desk: { zh: '服务台', en: 'The desk' },
};
const PRIORITIES: Readonly<Record<string, LocalisedText>> = {
  low: { zh: '低', en: 'Low' },
  normal: { zh: '普通', en: 'Normal' },
  high: { zh: '高', en: 'High' },
  urgent: { zh: '紧急', en: 'Urgent' },
};
const YES_OR_NO: Readonly<Record<string, LocalisedText>> = { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } };

type Words = (names: DeskNames, desk: Desk) => Readonly<Record<string, LocalisedText>>;
/** Columns that hold keys of the desk, by their own: what the desk calls each, else we. */
const WORDS: Readonly<Record<string, Words>> = {
  category: ({ categories }) => categories,
  channel: ({ channels }) => ({ ...CHANNELS, ...channels }),
  priority: ({ priorities }) => ({ ...PRIORITIES, ...priorities }),
  status: (_names, { reports }) => ({ ...STATES, ...reports.states }),
  firstContact: () => YES_OR_NO,
  kept: () => YES_OR_NO,
};

/** A report for people: keys become what the desk calls them in this language; what has no name, and what is a name already, stays as it is. */
export function nameCells<T extends Table>(report: T, desk: Desk, language: string | undefined): T {
  const names = listNames(desk);
  const words = report.columns.map(({ key, kind }) => (kind === 'text' ? WORDS[key]?.(names, desk) : undefined));
  if (words.every((each) => each === undefined)) return report;
  const name = (cell: string, of: Readonly<Record<string, LocalisedText>>) =>
    Object.hasOwn(of, cell) ? pickText(of[cell]!, language, desk.languages[0]) : cell;
  const rows = report.rows.map((row) =>
    row.map((cell, at) => (typeof cell === 'string' && words[at] !== undefined ? name(cell, words[at]) : cell)),
  );
  return { ...report, rows };
}
