import type { RecordCode } from '#contracts/codes';
import type { DeskText } from '#page-kit';
import { MORE_TELLERS } from './more-tellers.js';
import { listOf, type RecordTools, type Said, type Teller, textOf, timeOf, withNote } from './read-record.js';

/**
 * What a record of the thread tells, in the reader's language, from its code and values. `''`: its title says it all. Null: unknown, or written before
 * its values were kept; its own sentence stands then.
 */
export function sayRecord(code: string, data: Readonly<Record<string, unknown>>, tools: RecordTools): Said {
  const teller = Object.hasOwn(TELLERS, code) ? TELLERS[code as RecordCode] : undefined;
  return teller === undefined ? null : teller(data, tools);
}

const nothingMore: Teller = () => '';
/** Values that stand as they are. */
const plain =
  (...names: readonly string[]): Teller =>
  (data) => {
    const [first, ...rest] = names.map((name) => textOf(data[name]));
    return first == null ? null : [first, ...rest.filter((text) => text !== null)].join('\n');
  };

const stageEntered: Teller = (data, { pick }) => {
  const [from, to, outcome] = [data['fromName'], data['toName'], data['outcomeName']].map((name) => pick(name as DeskText));
  if (to == null) return null;
  return withNote([from, to].filter(Boolean).join(' → ') + (outcome ? ` (${outcome})` : ''), data['note']);
};

const TELLERS: Readonly<Record<RecordCode, Teller>> = {
  ...MORE_TELLERS,
  'case.estimate': (data, { time }) => {
    const at = timeOf(data['at'], time);
    return at === null ? null : withNote(at, data['note']);
  },
  'stage.entered': stageEntered,
  'stage.missed': (data, { t, pick, time }) => {
    const [name, at] = [pick(data['name'] as DeskText), timeOf(data['dueAt'], time)];
    return name === null || at === null ? null : t('record.stageMissed', { name, at });
  },
  'stage.undone': (data, { t, pick }) => {
    const [from, to] = [pick(data['fromName'] as DeskText), pick(data['toName'] as DeskText)];
    return from === null || to === null ? null : t('record.stageUndone', { from, to });
  },
  'evidence.given': (data, { pick }) => {
    const given = listOf(data['given']) as readonly { readonly name?: DeskText; readonly value?: unknown }[];
    if (given.length === 0) return null;
    return given.map(({ name, value }) => `✓ ${pick(name)}${textOf(value) === null ? '' : `: ${String(value)}`}`).join('\n');
  },
  'proof.not_asked': (data, { t }) => {
    const [address, fault] = [textOf(data['address']), textOf(data['fault'])];
    return address === null ? null : t('record.proofNotAsked', { address, fault: fault ?? '' });
  },
  'proof.not_taken': (data) => textOf(data['fault']),
  'proof.code_wrong': nothingMore,
  'contact.address_proved': plain('value'),
  'order.linked': plain('number'),
  'order.unlinked': plain('number'),
  'checklist.started': (data, { t, pick }) => {
    const name = pick(data['name'] as DeskText);
    return name === null ? null : t('record.checklistStarted', { name });
  },
  'checklist.ended': (data, { t }) => {
    const report = textOf(data['report']);
    const state = (['done', 'given_up', 'by_customer'] as const).find((each) => each === data['state']);
    return report === null || state === undefined ? null : t(`record.checklistEnded.${state}`, { report });
  },
  'plan.started': (data, { pick, time }) => {
    const [name, steps] = [pick(data['name'] as DeskText), listOf(data['steps']) as readonly { text: string; dueAt: string }[]];
    if (name === null) return null;
    return [name, ...steps.map(({ text, dueAt }, index) => `${index + 1}. ${text} (${time(dueAt)})`)].join('\n');
  },
  'plan.step_done': plain('text', 'result'),
  'plan.reported': (data) => {
    const [name, text] = [textOf(data['name']), textOf(data['text'])];
    return name === null || text === null ? null : `${name}\n${text}`;
  },
  'page.unanswered': (data, { t }) => {
    const why = (['no_rota', 'nobody_on_duty', 'no_answer'] as const).find((each) => each === data['why']);
    return why === undefined ? null : t(`record.pageUnanswered.${why}`, { rota: String(data['rota']) });
  },
  'page.acknowledged': plain('name'),
  'task.wanted': plain('text'),
  'task.done': plain('text', 'outcome'),
  'task.reopened': plain('text'),
  'measure.asked': (data, { t }) => {
    const [subject, risk] = [textOf(data['subject']), textOf(data['risk'])];
    return subject === null ? null : [subject, ...(risk === null ? [] : [t('record.riskTold', { risk })])].join('\n');
  },
  'measure.consented': (data, { t }) => consent('consented', data, t),
  'measure.refused': (data, { t }) => consent('refused', data, t),
  'measure.started': plain('subject'),
  'measure.ended': (data, { t }) => {
    const [subject, result, recording] = [textOf(data['subject']), textOf(data['result']), textOf(data['recording'])];
    if (subject === null) return null;
    return [subject, ...(result === null ? [] : [result]), ...(recording === null ? [] : [t('record.recordingAt', { recording })])].join(
      '\n',
    );
  },
  'snooze.set': (data, { t, time }) => {
    const until = timeOf(data['until'], time);
    return until === null || !('note' in data) ? null : withNote(t('record.sleepsUntil', { until }), data['note']);
  },
  'snooze.ended': (data, { t }) => {
    if (Object.keys(data).length === 0) return '';
    const why = (['time', 'customer_wrote'] as const).find((each) => each === data['why']);
    return why === undefined ? null : t(`record.woken.${why}`);
  },
  'link.made': (data, { t }) => {
    const [number, kind] = [textOf(data['number']), textOf(data['kind'])];
    return number === null ? null : `${number} (${t(`link.${kind as 'related'}`, { defaultValue: kind ?? '' })})`;
  },
  'link.undone': nothingMore,
  // `titles` by language; before they were kept, the first of the article.
  'article.linked': (data, { pick }) => pick(data['titles'] as DeskText) ?? textOf(data['title']),
  'article.unlinked': nothingMore,
  'closing.answered': (data, { t }) => {
    if (!('text' in data)) return null;
    return withNote(
      t(`record.solvedAnswers.${String(data['answer']) as 'solved'}`, { defaultValue: String(data['answer']) }),
      data['text'],
    );
  },
  'closing.follow_up': () => null,
};

function consent(what: 'consented' | 'refused', data: Readonly<Record<string, unknown>>, t: RecordTools['t']): Said {
  const [subject, by, how] = [textOf(data['subject']), textOf(data['by']), textOf(data['how'])];
  return subject === null || by === null ? null : `${t(`record.consent.${what}`, { by, how: how ?? '' })}\n${subject}`;
}
