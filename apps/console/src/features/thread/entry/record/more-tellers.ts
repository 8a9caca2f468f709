import type { RecordCode } from '#contracts/codes';
import type { DeskText } from '#page-kit';
import { gap, parked } from './untaken.js';
import { listOf, numberOf, type Teller, textOf, timeOf, withNote } from './read-record.js';

const entriesMoved: Teller = (data, { t }) => {
  const [number, way] = [textOf(data['otherTicket']), (['to', 'from'] as const).find((each) => each === data['way'])];
  if (number === null || way === undefined) return null;
  if (data['undone'] === true) return t(`record.moveUndone.${kindOf(data['kind'])}_${way}`, { number });
  if (data['kind'] === 'merge') return t(`record.merged.${way}`, { number });
  const count = numberOf(data['entries']);
  return count === null ? null : t(`record.moved_${way}`, { count, number });
};

function kindOf(kind: unknown): 'move' | 'merge' | 'split' {
  return (['merge', 'split'] as const).find((each) => each === kind) ?? 'move';
}

const escalated: Teller = (data, { t, pick }) => {
  const [reason, group] = [pick(data['reasonName'] as DeskText), pick(data['groupName'] as DeskText)];
  if (reason === null || group === null) return null;
  const tried = listOf(data['tried']) as readonly { readonly what: string; readonly result: string }[];
  const line = (key: 'reason' | 'problem' | 'impact' | 'tried' | 'why' | 'to', text: string) =>
    t('record.line', { name: t(`record.escalation.${key}`), text });
  return [
    line('reason', reason),
    line('problem', String(data['problem'])),
    line('impact', String(data['impact'])),
    line('tried', tried.length === 0 ? t('record.escalation.nothing') : ''),
    ...tried.map(({ what, result }, index) => `  ${index + 1}. ${what} → ${result}`),
    line('why', String(data['why'])),
    line('to', group),
  ].join('\n');
};

const given: Teller = (data, { group, list }) => {
  const [groups, text] = [listOf(data['groups']).map(String), textOf(data['text'])];
  return groups.length === 0 || text === null ? null : `${list(groups.map(group))}\n${text}`;
};

const automaticRefused: Teller = (data, { t }) => {
  const [reason, outcome] = [
    textOf(data['reason']),
    (['capped', 'folded', 'not_sendable'] as const).find((each) => each === data['outcome']),
  ];
  if (reason === null || outcome === undefined) return null;
  const fault = textOf(data['fault']);
  const what = t(`record.automatic.${reason as 'survey'}`, { defaultValue: reason });
  return t('record.line', { name: what, text: t(`record.notSent.${outcome}`) }) + (fault === null ? '' : ` (${fault})`);
};

const compensation = (data: Readonly<Record<string, unknown>>): string | null => {
  const [amount, unit, reason] = [textOf(data['amount']), textOf(data['unit']), textOf(data['reason'])];
  return amount === null || unit === null ? null : `${amount} ${unit}${reason === null ? '' : ` (${reason})`}`;
};

const contactMade: Teller = (data, { t, time }) => {
  const [way, content, at] = [textOf(data['way']), textOf(data['content']), timeOf(data['at'], time)];
  if (way === null || content === null || at === null) return null;
  const [result, error] = [textOf(data['result']), textOf(data['errorText'])];
  return [
    `${t(`record.ways.${way as 'phone'}`, { defaultValue: way })} · ${at} · ${t(data['reached'] === true ? 'record.reached' : 'record.notReached')}`,
    content,
    ...(result === null ? [] : [t('record.line', { name: t('record.result'), text: result })]),
    ...(error === null ? [] : [t('record.line', { name: t('record.errorText'), text: error })]),
  ].join('\n');
};

const answered: Teller = (data, { t }) => {
  const [value, step] = [textOf(data['value']), textOf(data['step'])];
  if (!('value' in data)) return null;
  const rated = value === null ? '' : t('record.rated', { value, step: step === null || step === value ? '' : ` (${step})` });
  return [rated, textOf(data['reason']), textOf(data['suggestion'])].filter(Boolean).join('\n');
};

const contactEvent: Teller = (data, { t }) => {
  const of = (data['data'] ?? {}) as Readonly<Record<string, unknown>>;
  switch (data['name']) {
    case 'chat.rated': {
      const score = numberOf(of['score']);
      return score === null ? null : withNote(t('record.chat.rated', { score }), of['comment']);
    }
    case 'chat.transcript_requested':
      return t('record.chat.transcript', { email: String(of['email']) });
    default: {
      const name = String(data['name']);
      const { code, values } = (data['act'] ?? {}) as { readonly code?: unknown; readonly values?: Readonly<Record<string, string>> };
      if (typeof code === 'string') return t(`record.acts.${code as 'event'}`, { ...values, defaultValue: name });
      return t(`record.did.${name.replaceAll('.', '_').toLowerCase() as 'subscribe'}`, { defaultValue: name });
    }
  }
};

/** Of people's work with one another, of incidents, and what came of itself. */
export const MORE_TELLERS = {
  'entries.moved': entriesMoved,
  'ticket.escalated': escalated,
  'escalation.undone': (data) => textOf(data['reason']),
  'ticket.given_back': (data, { t }) => {
    const [name, reason] = [textOf(data['name']), textOf(data['reason'])];
    return name === null || reason === null ? null : t('record.line', { name, text: reason });
  },
  'ticket.joint_handling': given,
  'ticket.task_given': given,
  'ticket.task_withdrawn': given,
  'consultation.asked': (data, { group }) => {
    const [name, question, of] = [textOf(data['name']), textOf(data['question']), textOf(data['groupId'])];
    return name === null || question === null ? null : `${of === null ? name : group(of)}\n${question}`;
  },
  'consultation.answered': (data) => {
    const [question, answer] = [textOf(data['question']), textOf(data['answer'])];
    return question === null || answer === null ? null : `${question}\n→ ${answer}`;
  },
  'consultation.withdrawn': (data) => textOf(data['question']),
  'automatic.refused': automaticRefused,
  'transcript.refused': (data, { t }) => {
    const [email, reason] = [textOf(data['email']), textOf(data['reason'])];
    return email === null || reason === null
      ? null
      : t('record.line', { name: email, text: t(`record.transcript.${reason as 'own_address'}`, { defaultValue: reason }) });
  },
  'incident.opened': (data, { t }) => counted(data, 'title', (title, count) => t('record.incidentOpened', { title, count })),
  'incident.customers': (data, { t }) => {
    const [more, count] = [numberOf(data['more']), numberOf(data['customers'])];
    return more === null || count === null ? null : t('record.incidentCustomers', { more, count });
  },
  'incident.announced': (data, { t }) => {
    const count = numberOf(data['customers']);
    return count === null ? null : t('record.incidentAnnounced', { count });
  },
  'incident.closed': (data, { t }) => {
    const count = numberOf(data['tickets']);
    return count === null ? null : t('record.incidentClosed', { count });
  },
  'incident.unlinked': (data, { t, list }) => {
    const [number, title] = [textOf(data['number']), textOf(data['title'])];
    if (number !== null && title !== null) return t('record.notOfIncident', { number, title });
    const count = numberOf(data['customers']);
    if (count === null) return null;
    const numbers = listOf(data['numbers']).map(String);
    return t('record.outOfIncident', { numbers: numbers.length === 0 ? t('record.aCustomer') : list(numbers), count });
  },
  'compensation.decided': (data, { t }) => {
    const amount = compensation(data);
    if (amount === null) return null;
    const verdict = t(data['approved'] === true ? 'record.approved' : 'record.refused');
    return withNote(t('record.line', { name: verdict, text: amount }), data['note']);
  },
  'compensation.undecided': (data) => compensation(data),
  'access.refused': (data, { t, pick, list }) => {
    const name = pick(data['name'] as DeskText);
    if (name === null) return null;
    const missing = listOf(data['missing']).map((each) =>
      t(`record.missing.${String(each) as 'verified'}`, { defaultValue: String(each) }),
    );
    return missing.length === 0 ? name : t('record.line', { name, text: list(missing) });
  },
  'access.opened': (data, { pick, list }) => {
    const names = listOf(data['names']).map((name) => pick(name as DeskText) ?? '');
    return names.length === 0 ? null : list(names);
  },
  'bot.handed_over': (data, { t }) => {
    const reason = textOf(data['reason']);
    return reason === null ? null : withNote(t(`record.person.${reason as 'asked'}`, { defaultValue: reason }), data['note']);
  },
  'contact.merged': (data, { t }) => t(data['undone'] === true ? 'record.contactsApart' : 'record.contactsOne'),
  'contact.changed': (data, { t }) => t(data['undone'] === true ? 'record.writerUndone' : 'record.writerIs'),
  'contact.event': contactEvent,
  'contact.made': contactMade,
  'call.noted': (data, { t }) => {
    const points = Object.entries((data['points'] ?? {}) as Readonly<Record<string, unknown>>);
    return points.length === 0
      ? null
      : points.map(([key, value]) => `${t(`record.points.${key as 'caller'}`, { defaultValue: key })}: ${textOf(value) ?? '–'}`).join('\n');
  },
  'reply.account_data': (data, { t, list }) => {
    const where = (['open_channel', 'unproved'] as const).find((each) => each === data['where']);
    const [kinds, reason] = [listOf(data['kinds']).map(String), textOf(data['reason'])];
    if (where === undefined || reason === null) return null;
    return `${t(`record.accountData.${where}`, { kinds: list(kinds.map((kind) => t(`record.accountKinds.${kind as 'card'}`, { defaultValue: kind }))), channel: String(data['channel']) })}\n${reason}`;
  },
  'rule.failed': (data, { t }) => {
    const [rule, fault] = [textOf(data['rule']), textOf(data['fault'])];
    return rule === null || fault === null ? null : t('record.ruleFailed', { rule, fault });
  },
  'quarantine.decided': (data, { t }) => {
    const decision = (['release', 'spam'] as const).find((each) => each === data['decision']);
    return decision === undefined ? null : t(`record.quarantine.${decision}${data['undone'] === true ? 'Undone' : ''}`);
  },
  'survey.answered': answered,
  'booking.moved': (data, { t, pick, time }) => {
    const [name, from, to] = [pick(data['name'] as DeskText), timeOf(data['startsAt'], time), timeOf(data['to'], time)];
    return name === null || from === null || to === null ? null : t('record.line', { name, text: `${from} → ${to}` });
  },
  'booking.cancelled': (data, { t, pick, time }) => {
    const [name, from] = [pick(data['name'] as DeskText), timeOf(data['startsAt'], time)];
    return name === null || from === null ? null : t('record.line', { name, text: from });
  },
  'inbox.gap': gap,
  'message.parked': parked,
} as const satisfies Partial<Record<RecordCode, Teller>>;

function counted(data: Readonly<Record<string, unknown>>, of: string, say: (text: string, count: number) => string): string | null {
  const [text, count] = [textOf(data[of]), numberOf(data['customers'])];
  return text === null || count === null ? null : say(text, count);
}
