import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { toWebhookHeaders } from '#connector-sdk';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';

const SECRET = 'whsec_Y2FsbHMtb2YtdGhlLWNvbnNvbGU=';
const PASSWORD = 'a-password-of-tests';
const ANN = { email: 'ann@desk.example', password: PASSWORD };

describeWithService('chromium', 'an agent whose phone rings', () => {
  let folder: string;
  let product: StartedProduct;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  const at = () => new Date().toISOString();
  /** A call as the exchange tells it, state by state. */
  const openCall = (caller: string) => {
    const call = { callId: randomUUID(), direction: 'inbound', caller, callee: '400', startedAt: at() };
    return async (state: object) => {
      const payload = JSON.stringify({ ...call, ...state });
      const signed = toWebhookHeaders({ id: randomUUID(), timestampS: Math.floor(Date.now() / 1_000), payload }, [SECRET]);
      const { status } = await fetch(`${product.apiUrl}/in/hotline`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json', ...signed }, body: payload },
      });
      expect(status).toBeLessThan(300);
    };
  };
  const pop = () => page.getByRole('region', { name: 'Calls on your phone' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-calls-'));
    const config = join(folder, 'config.json');
    const inboxes = [{ id: 'hotline', channel: 'phone', country: 'DE', webhook: { secret: SECRET } }];
    await writeFile(config, JSON.stringify({ inboxes, profile: { languages: ['en'] } }));
    [product, browser] = await Promise.all([startProduct({ ...CONSOLE_ENVIRONMENT, TRIBUTARY_CONFIG: config }), launchChromium()]);
    await product.api('/agents', { method: 'POST', body: { ...ANN, displayName: 'Ann', role: 'agent' } });
    shown = await openConsole(browser, product.apiUrl, {
      ...{ login: ANN, path: '/calls' },
      isExpected: (words) => words.includes('ERR_INTERNET_DISCONNECTED'),
    });
    page = shown.page;
    await page.getByLabel('My extension').fill('801');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('Calls there now open beside what you do.').waitFor();
  }, 240_000);
  afterEach(() => expect(shown.complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is shown the call, also when she loads the page anew, and no more of it once it is over', async () => {
    const tell = openCall('+493012345601');
    await tell({ ringing: ['801', '802'] });
    await pop().getByText('Rings').waitFor();
    await page.reload();
    await pop().getByText('Rings').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goto('about:blank');
    await tell({ endedAt: at(), outcome: 'no_answer' });
    await page.goto(`${product.apiUrl}/console/calls`, { waitUntil: 'networkidle' });
    expect(await pop().getByRole('button', { name: 'Close this call' }).count()).toBe(0);
  });

  it('keeps beside her what she speaks on, over a reload and its end; a colleague’s call goes', async () => {
    const [hers, his] = [openCall('+493012345602'), openCall('+493012345603')];
    await his({ ringing: ['801', '802'] });
    await pop().getByText('Rings').waitFor();
    await his({ answeredAt: at(), agents: ['802'] });
    await pop().getByText('Rings').waitFor({ state: 'detached' });
    await hers({ ringing: ['801', '802'] });
    await hers({ answeredAt: at(), agents: ['801'] });
    await pop().getByText('On the phone').waitFor();
    await page.reload();
    await pop().getByText('On the phone').waitFor();
    await hers({ answeredAt: at(), agents: ['801'], endedAt: at(), outcome: 'answered' });
    await pop().getByText('Ended').waitFor();
    await pop().getByLabel('Content').fill('Wants an invoice');
    await pop().getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText('Kept in the thread.').waitFor();
    await pop().getByRole('button', { name: 'Close this call' }).click();
    await pop().getByText('Ended').waitFor({ state: 'detached' });
  });

  it('is shown a call that a colleague hands over to her as one that rings, and is told once she handed it on', async () => {
    const tell = openCall('+493012345607');
    await tell({ ringing: ['802'] });
    await tell({ answeredAt: at(), agents: ['802'] });
    await tell({ answeredAt: at(), agents: ['802'], ringing: ['801'] });
    await pop().getByText('Handed over to you').waitFor();
    await page.reload();
    await pop().getByText('Handed over to you').waitFor();
    await tell({ answeredAt: at(), agents: ['802', '801'] });
    await pop().getByText('On the phone').waitFor();
    await tell({ answeredAt: at(), agents: ['801', '802'] });
    await pop().getByText('Handed on').waitFor();
    await tell({ answeredAt: at(), agents: ['801', '802'], endedAt: at(), outcome: 'answered' });
    await pop().getByText('Ended').waitFor();
    await pop().getByRole('button', { name: 'Close this call' }).click();
  });

  it('is not shown again what she closed while it rang', async () => {
    await openCall('+493012345604')({ ringing: ['801'] });
    await pop().getByRole('button', { name: 'Close this call' }).click();
    await page.reload({ waitUntil: 'networkidle' });
    expect(await pop().getByRole('button', { name: 'Close this call' }).count()).toBe(0);
  });

  it('is shown what rings when her connection comes back, and no more what ended meanwhile', async () => {
    const [before, meanwhile] = [openCall('+493012345605'), openCall('+493012345606')];
    await before({ ringing: ['801'] });
    await pop().getByText('+493012345605').first().waitFor();
    await shown.context.setOffline(true);
    await before({ endedAt: at(), outcome: 'no_answer' });
    await meanwhile({ ringing: ['801'] });
    await shown.context.setOffline(false);
    await pop().getByText('+493012345606').first().waitFor({ timeout: 60_000 });
    await pop().getByText('+493012345605').first().waitFor({ state: 'detached' });
  });
});
