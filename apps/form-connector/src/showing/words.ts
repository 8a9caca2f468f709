import type { FieldFault } from '../converting/check-fields.js';
import type { Language } from '../converting/form-template.js';

export interface PageWords {
  readonly title: string;
  readonly category: string;
  readonly choose: string;
  readonly files: string;
  readonly fileLimit: (count: number, megabytes: number) => string;
  readonly send: string;
  readonly required: string;
  readonly onlyIf: (field: string, values: string) => string;
  readonly leaveEmpty: string;
  readonly faults: string;
  readonly filesAgain: string;
  readonly thanks: string;
  readonly receipt: (receipt: string) => string;
  readonly keepReceipt: string;
  readonly another: string;
  readonly away: string;
  readonly fault: Readonly<Record<FieldFault, string>>;
  /** By the code of a refusal; others are shown as they are. */
  readonly refused: Readonly<Record<string, string>>;
}

const zh: PageWords = {
  title: '提交工单',
  category: '类别',
  choose: '请选择',
  files: '附件（截图、日志等）',
  fileLimit: (count, megabytes) => `最多 ${count} 个，每个不超过 ${megabytes} MB`,
  send: '提交',
  required: '必填',
  onlyIf: (field, values) => `仅当“${field}”为：${values}`,
  leaveEmpty: '请将此项留空',
  faults: '有些内容需要修改，见下方标注。',
  filesAgain: '请重新选择附件。',
  thanks: '已收到',
  receipt: (receipt) => `您的回执号：${receipt}`,
  keepReceipt: '请保存回执号，以便日后查询。',
  another: '再提交一份',
  away: '暂时无法保存您的内容，它没有丢失：请稍候再点一次“提交”。',
  fault: {
    required: '此项必填',
    too_long: '内容过长',
    no_email: '这不是邮箱地址',
    no_phone: '这不是电话号码',
    no_date: '这不是日期，例如 2026-03-02',
    no_number: '这不是数字',
    no_choice: '请从选项中选择',
  },
  refused: {
    too_fast: '提交得太快了：请稍候几秒再点一次“提交”。',
    looks_automated: '请清空标有“请将此项留空”的内容后再提交。',
    form_expired: '页面打开太久，已为您更新：请再点一次“提交”。',
    form_used: '这份表单已提交过。如需提交新的内容，请再点一次“提交”。',
    bad_form_token: '页面已失效，已为您更新：请再点一次“提交”。',
    rate_limited: '提交次数过多，请稍后再试。',
    file_too_large: '有附件过大。',
    too_many_files: '附件数量过多。',
    file_type: '有附件的类型不被接受。',
    bad_token: '登录已失效，请重新登录后再提交。',
  },
};

const en: PageWords = {
  title: 'Open a ticket',
  category: 'Category',
  choose: 'Please choose',
  files: 'Files (screenshots, logs)',
  fileLimit: (count, megabytes) => `Up to ${count}, ${megabytes} MB each`,
  send: 'Send',
  required: 'required',
  onlyIf: (field, values) => `Only where “${field}” is: ${values}`,
  leaveEmpty: 'Leave this empty',
  faults: 'Some answers have to be changed: see the marks below.',
  filesAgain: 'Please choose your files again.',
  thanks: 'We have it',
  receipt: (receipt) => `Your receipt: ${receipt}`,
  keepReceipt: 'Keep it: with it you can ask about your ticket.',
  another: 'Send another one',
  away: 'We cannot store this just now. Nothing is lost: please press “Send” again in a moment.',
  fault: {
    required: 'This is needed',
    too_long: 'This is too long',
    no_email: 'This is no email address',
    no_phone: 'This is no phone number',
    no_date: 'This is no date, e.g. 2026-03-02',
    no_number: 'This is no number',
    no_choice: 'Choose one of the list',
  },
  refused: {
    too_fast: 'That was very quick: please wait some seconds and press “Send” again.',
    looks_automated: 'Please clear the field “Leave this empty” and send again.',
    form_expired: 'The page was open for too long and has been renewed: please press “Send” again.',
    form_used: 'This form was sent already. To send this as another one, press “Send” again.',
    bad_form_token: 'The page was no longer valid and has been renewed: please press “Send” again.',
    rate_limited: 'Too many forms from your address: please come again later.',
    file_too_large: 'One of the files is too large.',
    too_many_files: 'There are too many files.',
    file_type: 'One of the files is of a type that is not taken.',
    bad_token: 'You are no longer signed in: sign in again and send the form.',
  },
};

export const WORDS: Readonly<Record<Language, PageWords>> = { zh, en };

/** Which of ours a browser wants most; `lang` in the address goes first. */
export function chooseLanguage(asked: string | null, acceptLanguage: string | undefined, usual: Language): Language {
  if (asked === 'zh' || asked === 'en') return asked;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .slice(0, 20)
    .map((each) => {
      const [tag = '', ...parameters] = each.trim().toLowerCase().split(';');
      const q = Number(
        parameters
          .find((parameter) => parameter.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.split('-', 1)[0], q: Number.isFinite(q) ? q : 0 };
    })
    .filter(({ language, q }) => (language === 'zh' || language === 'en') && q > 0)
    .sort((a, b) => b.q - a.q);
  return (wanted[0]?.language as Language | undefined) ?? usual;
}
