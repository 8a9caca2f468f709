// `npm run screens`: a picture of every page of the console and the customers' pages in both languages, on the demo's desk, with what axe finds and what has no room.
// Options: `--out FOLDER` (data/screens), `--only inbox,ticket` (names below), `--languages en,zh-CN`, `--themes light,dark`, `--widths 1366,720x2,375` (720x2: seen at 200 %), `--url URL` (a demo that runs).
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { findCrowding } from '../support/console/find-crowding.js';
import { launchChromium } from '../support/services/chromium.js';
import { findFreePorts } from '../support/services/ports.js';
import { PAGES, type ScreenPage } from './pages.js';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'data/screens' },
    only: { type: 'string' },
    languages: { type: 'string', default: 'en,zh-CN' },
    themes: { type: 'string', default: 'light' },
    widths: { type: 'string', default: '1366' },
    height: { type: 'string' },
    url: { type: 'string' },
  },
});
const READY_MS = 120_000;
const PATIENCE_MS = 8_000;
const only = values.only?.split(',');
const desk = values.url === undefined ? await startDemo() : { url: values.url, stop: () => Promise.resolve() };
const browser = await launchChromium();
let found = 0;
try {
  await mkdir(values.out, { recursive: true });
  for (const language of values.languages.split(',') as ('en' | 'zh-CN')[])
    for (const theme of values.themes.split(',') as ('light' | 'dark')[])
      for (const size of values.widths.split(',')) {
        const [width = 0, scale = 1] = size.split('x').map(Number);
        const height = Number(values.height ?? (scale > 1 ? 900 / scale : width < 600 ? 812 : 850));
        const console_ = await openConsole(browser, desk.url, { language, theme, scale, viewport: { width, height } });
        console_.page.setDefaultTimeout(PATIENCE_MS);
        for (const page of PAGES)
          if (only === undefined || only.includes(page.name))
            await shoot(console_, page, `${page.name}-${language}-${theme}${size === '1366' ? '' : `-${size}`}`);
        await console_.close();
      }
} finally {
  await browser.close();
  await desk.stop();
}
process.exitCode = found > 0 ? 1 : 0;

async function shoot(shown: ConsolePage, { path, prepare, after }: ScreenPage, name: string): Promise<void> {
  const before = shown.complaints.length;
  try {
    await shown.page.goto(new URL(path, desk.url).href, { waitUntil: 'load' });
    await prepare?.(shown.page);
    await sleep(700);
    await shown.page.screenshot({ path: join(values.out, `${name}.png`) });
    const barriers = await findBarriers(shown.page);
    for (const line of [...barriers, ...(await findCrowding(shown.page)), ...shown.complaints.slice(before)]) {
      found += 1;
      console.log(`${name}: ${line}`);
    }
  } catch (error) {
    found += 1;
    console.log(`${name}: ${String(error).slice(0, 300)}`);
  } finally {
    await after?.(shown.page);
  }
}

async function startDemo(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-screens-'));
  const [http, smtp] = (await findFreePorts(2)) as [number, number];
  const child = spawn(process.execPath, ['apps/tools/run.mjs', 'demo'], {
    env: {
      ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], TRIBUTARY_DATA_DIR: join(folder, 'data') },
      ...{ TRIBUTARY_HTTP_PORT: String(http), TRIBUTARY_SMTP_PORT: String(smtp), TRIBUTARY_LOG_LEVEL: 'error', ...CONSOLE_ENVIRONMENT },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${http}`;
  const until = Date.now() + READY_MS;
  while (
    !(await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (Date.now() > until || child.exitCode !== null) throw new Error('the demo did not start');
    await sleep(200);
  }
  // The demo plays its traffic after the start.
  await sleep(6_000);
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
