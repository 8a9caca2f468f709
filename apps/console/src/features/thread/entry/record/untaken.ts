import { listOf, numberOf, type RecordTools, type Teller, textOf, timeOf } from './read-record.js';

/** Why, by its code; its connector's own sentence where it tells none that we have words for. Null where it says nothing. */
function sayCause(data: Readonly<Record<string, unknown>>, { t }: RecordTools): string | null {
  const reason = textOf(data['reason']);
  const { code, values } = (data['cause'] ?? {}) as {
    readonly code?: unknown;
    readonly values?: Readonly<Record<string, string | number>>;
  };
  return typeof code === 'string' ? t(`record.untaken.${code as 'line_nul'}`, { ...values, defaultValue: reason ?? code }) : reason;
}

export const parked: Teller = (data, tools) => {
  const { t } = tools;
  const [bytes, headers] = [numberOf(data['sizeBytes']), (data['headers'] ?? {}) as Readonly<Record<string, unknown>>];
  if (bytes === null) return null;
  const why = sayCause(data, tools) ?? '';
  const subject = textOf(Object.entries(headers).find(([name]) => name.toLowerCase() === 'subject')?.[1]);
  const said = t('record.parked', { reason: t(`record.parkedWhy.${why as 'too_large'}`, { defaultValue: why }), count: bytes });
  return subject === null ? said : `${said}\n${t('record.line', { name: t('facts.subject'), text: subject })}`;
};

export const gap: Teller = (data, tools) => {
  const { t, time } = tools;
  const [from, until] = [timeOf(data['from'], time), timeOf(data['until'], time)];
  const times = from === null || until === null ? '' : t('record.gapTimes', { from, until });
  const count = listOf(data['remoteIds']).length;
  return [count > 0 ? t('record.gap', { count }) : t('record.gapUnknown'), times, sayCause(data, tools)].filter(Boolean).join(' ');
};
