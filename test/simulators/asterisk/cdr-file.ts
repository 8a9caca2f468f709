import { appendFile, copyFile, rename, truncate, writeFile } from 'node:fs/promises';

/** Fields of one row, as `cdr_csv` of Asterisk 16 writes it with all columns on. Times are `YYYY-MM-DD hh:mm:ss`. */
export interface CdrFields {
  readonly src: string;
  readonly dst: string;
  readonly linkedid: string;
  readonly uniqueid?: string;
  readonly dcontext?: string;
  readonly clid?: string;
  readonly channel?: string;
  readonly dstchannel?: string;
  readonly lastapp?: string;
  readonly lastdata?: string;
  readonly start?: string;
  readonly answer?: string;
  readonly end?: string;
  readonly duration?: number;
  readonly billsec?: number;
  readonly disposition?: string;
  readonly userfield?: string;
  readonly sequence?: number;
}

/** One line of `Master.csv` without its end. */
export function toCdrLine(fields: CdrFields): string {
  const { src, dst, linkedid, sequence = 0 } = fields;
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const { start = '2026-03-02 09:00:00', answer = '2026-03-02 09:00:02', end = '2026-03-02 09:00:10' } = fields;
  const texts = [
    '',
    src,
    dst,
    fields.dcontext ?? 'incoming',
    fields.clid ?? `"" <${src}>`,
    fields.channel ?? `PJSIP/trunk-${linkedid.replace(/\D/g, '').slice(-8).padStart(8, '0')}`,
    fields.dstchannel ?? 'PJSIP/801-00000002',
    fields.lastapp ?? 'Dial',
    fields.lastdata ?? 'PJSIP/801,20',
    start,
    answer,
    end,
  ].map(quoted);
  const rest = [fields.disposition ?? 'ANSWERED', 'DOCUMENTATION', fields.uniqueid ?? linkedid, fields.userfield ?? '', '', linkedid].map(
    quoted,
  );
  return [...texts, String(fields.duration ?? 10), String(fields.billsec ?? 8), ...rest, String(sequence)].join(',');
}

/** A file of call records as Asterisk appends to it and logrotate turns it over. */
export class CdrFile {
  private turned = 0;

  constructor(readonly path: string) {}

  /** Appends exactly this, opening and closing the file as Asterisk does. Answers where it ends. */
  async append(text: string): Promise<void> {
    await appendFile(this.path, text);
  }

  async write(...rows: readonly CdrFields[]): Promise<void> {
    await this.append(rows.map((row) => `${toCdrLine(row)}\n`).join(''));
  }

  /** logrotate's `create`: the file gets another name, and an empty one its own. Answers the other name. */
  async rotate(): Promise<string> {
    const to = `${this.path}.${++this.turned}`;
    await rename(this.path, to);
    await writeFile(this.path, '', { flag: 'wx' });
    return to;
  }

  /** logrotate's `copytruncate`: a copy is made, the file emptied. */
  async copyTruncate(): Promise<string> {
    const to = `${this.path}.${++this.turned}`;
    await copyFile(this.path, to);
    await truncate(this.path);
    return to;
  }
}
