import { lookup } from 'node:dns/promises';
import { failure, LineConnection } from './line-connection.js';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** tls: from the first byte. starttls: after a greeting. none: not at all. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly folder?: string | undefined;
}

export type StepName = 'name' | 'connection' | 'tls' | 'greeting' | 'login' | 'folder';
export const FAULTS = [
  ...(['name_unknown', 'refused', 'unreachable', 'timeout', 'ended'] as const),
  ...(['tls_failed', 'certificate_untrusted', 'starttls_missing', 'not_mail'] as const),
  ...(['password_wrong', 'login_missing', 'folder_missing'] as const),
] as const;
export type Fault = (typeof FAULTS)[number];

export interface TestedStep {
  readonly part: 'imap' | 'smtp';
  readonly step: StepName;
  readonly fault: Fault | null;
  /** As the server or the network says it. */
  readonly detail: string | null;
}

/** Goes as far as it can with a server as it was described, and says of each step whether it worked; the first that fails is the last. */
export async function testServer(part: 'imap' | 'smtp', server: MailServer): Promise<TestedStep[]> {
  const steps: TestedStep[] = [];
  let connection: LineConnection | null = null;
  const take = async <T>(step: StepName, work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      steps.push({ part, step, fault: null, detail: null });
      return result;
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      steps.push({ part, step, fault: faultOf(step, code), detail: (message ?? '').slice(0, 300) });
      throw error;
    }
  };
  try {
    await take('name', () => lookup(server.host));
    const line = await take('connection', () => LineConnection.open(server.host, server.port));
    connection = line;
    if (server.security === 'tls') await take('tls', () => line.seal(server.host));
    await (part === 'imap' ? speakImap(line, server, take) : speakSmtp(line, server, take));
  } catch {
    // Whatever it was is the last of the steps.
  } finally {
    connection?.close();
  }
  return steps;
}

type Take = <T>(step: StepName, work: () => Promise<T>) => Promise<T>;

async function speakImap(line: LineConnection, server: MailServer, take: Take): Promise<void> {
  await take('greeting', async () => {
    const [greeting = ''] = await line.answer(() => true);
    if (!/^\* (OK|PREAUTH)/i.test(greeting)) throw failure('NOTMAIL', greeting);
  });
  let number = 0;
  const command = async (text: string, code: string): Promise<void> => {
    number += 1;
    line.send(`t${number} ${text}`);
    const last = (await line.answer((each) => each.startsWith(`t${number} `))).at(-1) ?? '';
    if (!/^t\d+ OK/i.test(last)) throw failure(code, last.replace(/^t\d+ /, ''));
  };
  if (server.security === 'starttls')
    await take('tls', async () => {
      await command('STARTTLS', 'NOSTARTTLS');
      await line.seal(server.host);
    });
  await take('login', () => command(`LOGIN ${quote(server.user ?? '')} ${quote(server.password ?? '')}`, 'LOGIN'));
  // Read only: a test leaves no trace in the mailbox.
  await take('folder', () => command(`EXAMINE ${quote(server.folder ?? 'INBOX')}`, 'FOLDER'));
  line.send('t9 LOGOUT');
}

async function speakSmtp(line: LineConnection, server: MailServer, take: Take): Promise<void> {
  const answer = () => line.answer((each) => /^\d{3} /.test(each) || !/^\d{3}[ -]/.test(each));
  const command = async (text: string, wanted: RegExp, code: string): Promise<string[]> => {
    line.send(text);
    const lines = await answer();
    if (!wanted.test(lines.at(-1) ?? '')) throw failure(code, lines.at(-1) ?? '');
    return lines;
  };
  const hello = () => command('EHLO tributary.invalid', /^250 /, 'NOTMAIL');
  await take('greeting', async () => {
    const last = (await answer()).at(-1) ?? '';
    if (!/^220 /.test(last)) throw failure('NOTMAIL', last);
    await hello();
  });
  if (server.security === 'starttls')
    await take('tls', async () => {
      await command('STARTTLS', /^220 /, 'NOSTARTTLS');
      await line.seal(server.host);
      await hello();
    });
  if (server.user) {
    const secret = Buffer.from(`\0${server.user}\0${server.password ?? ''}`).toString('base64');
    await take('login', () => command(`AUTH PLAIN ${secret}`, /^235 /, 'LOGIN'));
  }
  line.send('QUIT');
}

/** As a quoted string of IMAP; what cannot be in one is left out. */
function quote(text: string): string {
  return `"${text.replace(/[\r\n\0]/g, '').replace(/["\\]/g, '\\$&')}"`;
}

function faultOf(step: StepName, code = ''): Fault {
  if (step === 'name') return 'name_unknown';
  if (code === 'LOGIN') return 'password_wrong';
  if (code === 'FOLDER') return 'folder_missing';
  if (code === 'NOTMAIL' || code === 'EPROTO') return step === 'tls' ? 'tls_failed' : 'not_mail';
  if (code === 'NOSTARTTLS') return 'starttls_missing';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return step === 'tls' ? 'tls_failed' : 'timeout';
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) return 'certificate_untrusted';
  if (step === 'tls') return 'tls_failed';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'ended' : 'unreachable';
}
