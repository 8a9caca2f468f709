import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface LandedMail {
  readonly messageId: string;
  readonly returnPath: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The customers' mailbox of the demo: what the desk sends lands here, as files and as a page. */
export interface DemoMailbox {
  readonly smtpPort: number;
  readonly pageUrl: string;
  readonly folder: string;
  /** Resolves with the first mail, landed since the start or to come, that fits; rejects after the limit. */
  find(fits: (mail: LandedMail) => boolean, limitMs: number): Promise<LandedMail>;
  close(): void;
}

const PAGE_PORT = 8025;

/** The folder is made with the first mail: until then nobody knows whether the product can start there. */
export async function openDemoMailbox(folder: string): Promise<DemoMailbox> {
  const earlier = await readLanded(folder);
  const mails: LandedMail[] = [];
  const watchers = new Set<(mail: LandedMail) => void>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
      void keep(stream, sender).then(() => done(), done);
    },
  });
  const keep = async (stream: AsyncIterable<Buffer>, returnPath: string) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const mail = await readMail(raw, returnPath);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${String(earlier.length + mails.length + 1).padStart(4, '0')}.eml`), raw);
    mails.push(mail);
    for (const watcher of watchers) watcher(mail);
  };
  smtp.on('error', () => undefined);
  const smtpPort = await listen(smtp.listen(0, '127.0.0.1') as unknown as import('node:net').Server);
  const page = createServer((_request, response) => showMails(response, [...earlier, ...mails]));
  const pagePort = await listen(page.listen(PAGE_PORT, '127.0.0.1')).catch(() => listen(page.listen(0, '127.0.0.1')));
  return {
    smtpPort,
    pageUrl: `http://127.0.0.1:${pagePort}`,
    folder,
    close: () => {
      smtp.close();
      page.close();
    },
    find: (fits, limitMs) =>
      new Promise((resolve, reject) => {
        const landed = mails.find(fits);
        if (landed) return resolve(landed);
        const watch = (mail: LandedMail) => fits(mail) && finish(() => resolve(mail));
        const timer = setTimeout(() => finish(() => reject(new Error(`no such mail within ${limitMs} ms`))), limitMs);
        const finish = (settle: () => void) => {
          watchers.delete(watch);
          clearTimeout(timer);
          settle();
        };
        watchers.add(watch);
      }),
  };
}

/** What landed while the demo ran before, in order. */
async function readLanded(folder: string): Promise<LandedMail[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map(async (name) => readMail(await readFile(join(folder, name)), '')));
}

async function readMail(raw: Buffer, returnPath: string): Promise<LandedMail> {
  const read = await PostalMime.parse(raw);
  return {
    messageId: (read.messageId ?? '').replace(/^<|>$/g, ''),
    returnPath,
    to: (read.to ?? []).map(({ address }) => address ?? '').join(', '),
    subject: read.subject ?? '',
    text: read.text ?? '',
  };
}

function listen(server: import('node:net').Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function showMails(response: ServerResponse, mails: readonly LandedMail[]): void {
  const items = [...mails]
    .reverse()
    .map((mail) => `<article><h2>${escape(mail.subject)}</h2><p>to ${escape(mail.to)}</p><pre>${escape(mail.text)}</pre></article>`);
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(
    `<!doctype html><html lang="en"><title>Mailbox of the demo</title><style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#14303f}
article{border:1px solid #cfdbe3;border-radius:8px;padding:.5rem 1rem;margin:1rem 0}h2{font-size:1rem;margin:.3rem 0}p{color:#47616f;margin:0}pre{white-space:pre-wrap;font:inherit}</style>
<h1>Mailbox of the demo</h1><p>What the desk sent to its customers, newest first. Reload to see more.</p>${items.join('\n') || '<p>Nothing yet.</p>'}</html>`,
  );
}
