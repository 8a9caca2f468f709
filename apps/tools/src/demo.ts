import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { asksForHelp, loadSettings, readArguments, SettingsError, UsageError } from '#runtime';
import { runApps } from '#service-host';
import { nameFolder, renderWelcome } from '#apps/standalone/src/welcome';
import { APPS } from './composition.js';
import { makeDemoChannels } from './demo/demo-channels.js';
import { openDemoMailbox } from './demo/demo-mailbox.js';
import { playDemo } from './demo/play-demo.js';

const USUAL_FOLDER = './data/demo';
const USAGE = `usage: npm run demo
  The whole product with a running desk to look at: customers write, agents answer, and the answers land in a mailbox with a page of its own.
  It lives in ${USUAL_FOLDER}; TRIBUTARY_DATA_DIR names another folder. Ports and all else are set as for npm start: config/reference.yaml.
  Ctrl-C ends it.`;

/**
 * `npm run demo`: the whole product on a folder of its own (TRIBUTARY_DATA_DIR names another), with customers who write and a mailbox in
 * which the answers land.
 */
export async function main(argv: readonly string[]): Promise<number | undefined> {
  if (asksForHelp(argv)) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  try {
    readArguments('demo', argv, {});
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    return 2;
  }
  await play();
  return undefined;
}

async function play(): Promise<void> {
  const { folder, address } = findPlace();
  const mailbox = await openDemoMailbox(join(folder, 'mailbox'));
  const channels = makeDemoChannels(address);
  const apiKey = `demo-${randomBytes(16).toString('hex')}`;
  await runApps(APPS, {
    name: 'tributary',
    defaults: {
      TRIBUTARY_DATA_DIR: folder,
      TRIBUTARY_SMTP_OUT: `smtp://127.0.0.1:${mailbox.smtpPort}`,
      TRIBUTARY_API_KEY: apiKey,
      TRIBUTARY_INBOXES: JSON.stringify(channels.inboxes),
      TRIBUTARY_LOG_LEVEL: 'warn',
    },
    onReady: (host) => {
      process.stdout.write(`${renderWelcome(host)}\n`);
      const { settings } = host;
      playDemo({
        apiUrl: host.httpUrl,
        apiKey: settings.api.key ?? apiKey,
        smtpPort: settings.smtp.port,
        address: settings.inbox.address,
        mailbox,
        channels,
      }).then(
        (summary) =>
          process.stdout.write(
            `${summary}\n\n` +
              `  Answers land in    ${mailbox.pageUrl}  (files in ${mailbox.folder})\n` +
              `  Key for the API    ${settings.api.key ?? apiKey}\n` +
              `  Look at it         TRIBUTARY_DATA_DIR=${folder} npm run --silent admin -- tickets\n` +
              `  Begin anew         remove ${folder}\n`,
          ),
        (error: unknown) => process.stderr.write(`The demo stopped writing: ${error instanceof Error ? error.message : String(error)}\n`),
      );
    },
  });
  // Only after settings with faults: the process ends by itself.
  mailbox.close();
}

function findPlace(): { readonly folder: string; readonly address: string } {
  try {
    const { data, inbox } = loadSettings({ defaults: { TRIBUTARY_DATA_DIR: USUAL_FOLDER } });
    return { folder: nameFolder(data.dir), address: inbox.address };
  } catch (error) {
    // `runApps` tells every fault of them.
    if (error instanceof SettingsError) return { folder: USUAL_FOLDER, address: 'support@example.com' };
    throw error;
  }
}
