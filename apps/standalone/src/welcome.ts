import { relative, resolve } from 'node:path';
import type { Settings } from '#runtime';
import type { RunningHost } from '#service-host';

const ADMIN = 'npm run --silent admin --';
const USUAL_DOOR = '2525';

/** What a newcomer reads when everything is ready: where things are, the first login, and two commands to try. */
export function showWelcome(host: RunningHost): void {
  process.stdout.write(`${renderWelcome(host)}\n`);
}

export function renderWelcome({
  settings,
  httpUrl,
  notes,
  readyMs,
}: Pick<RunningHost, 'settings' | 'httpUrl' | 'notes' | 'readyMs'>): string {
  const told = new Map(notes.list().map(({ label, text }) => [label, text]));
  if (!told.has('SMTP door') && settings.smtp.port !== 0) told.set('SMTP door', `${settings.smtp.host}:${settings.smtp.port}`);
  if (!told.has('LMTP door') && settings.smtp.lmtpPort) told.set('LMTP door', `${settings.smtp.host}:${settings.smtp.lmtpPort}`);
  const rows = [
    { label: 'Console', text: `${httpUrl}/console/` },
    { label: 'API', text: `${httpUrl}/api/v1` },
    { label: 'API documentation', text: `${httpUrl}/api/docs` },
    ...[...told].map(([label, text]) => ({ label, text })),
    { label: 'Data', text: settings.data.dir },
    ...(waitsForServer(settings) ? [{ label: 'Answers', text: 'wait until TRIBUTARY_SMTP_OUT names an outgoing server' }] : []),
  ];
  const width = Math.max(...rows.map(({ label }) => label.length));
  return [
    '',
    `Tributary is ready (${(readyMs / 1000).toFixed(1)} s)`,
    '',
    ...rows.map(({ label, text }) => `  ${label.padEnd(width)}  ${text}`),
    '',
    'Send a mail:',
    `  ${sendMailCommand(settings, told.get('SMTP door'))}`,
    settings.database.url === undefined ? 'See its ticket:' : 'See its ticket (in a terminal with the same settings):',
    `  ${ADMIN.replace('npm', `${whereDataLies(settings)}npm`)} tickets`,
    '',
  ].join('\n');
}

function waitsForServer({ smtp, inboxes = [] }: Settings): boolean {
  return smtp.out === undefined && inboxes.some((inbox) => inbox['smtp'] === undefined);
}

function sendMailCommand(settings: Settings, door: string | undefined): string {
  const address = settings.inboxes?.map(({ address }) => address).find((value) => typeof value === 'string') ?? settings.inbox.address;
  const port = door?.split(':').at(-1) ?? USUAL_DOOR;
  const to = port === USUAL_DOOR ? '' : ` --port ${port}`;
  return `${ADMIN} send-mail${to} --from you@example.org --to ${address as string} --subject 'Hello' --text 'Is anybody there?'`;
}

/** Another terminal does not know what this process was told. */
function whereDataLies({ data, database }: Settings): string {
  if (database.url !== undefined || data.dir === resolve('data')) return '';
  return `TRIBUTARY_DATA_DIR=${nameFolder(data.dir)} `;
}

/** As one types it here: relative when it lies below. */
export function nameFolder(folder: string): string {
  const path = relative('', folder);
  return path.startsWith('..') ? folder : path;
}
