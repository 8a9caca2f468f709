import { AgentRepository } from '../../apps/ticketing/src/agents/agent.repository.js';
import type { ChildProgram } from './child-program.js';
import { Browser, findFreePort, type Person, type ProviderFacts, startProvider } from './openid-provider.js';
import { openApi } from './ticketing-api.js';

export interface List<T> {
  readonly items: readonly T[];
}
interface Record_ {
  readonly action: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly actor: { readonly id?: string };
}
export const MINUTE = 60_000;
export const CALLBACK = '/api/v1/session/oidc/callback';

/** An installation with single sign-on, and its provider, which is down until it is started. */
export async function openSso(settings: object = {}, desk?: object) {
  const port = await findFreePort();
  const oidc = { issuer: `http://127.0.0.1:${port}`, clientId: 'tributary', clientSecret: 'a-secret-of-the-tests', timeoutMs: 5_000 };
  const api = await openApi({
    settings: { ...settings, oidc: { ...oidc, ...(settings as { oidc?: object }).oidc } },
    ...(desk === undefined ? {} : { desk }),
  });
  let provider: ChildProgram | null = null;
  const stop = async () => {
    await provider?.end('SIGTERM');
    provider = null;
  };
  const start = async (facts: Partial<ProviderFacts> = {}) => {
    await stop();
    provider = await startProvider({ port, redirectUri: `${api.url}${CALLBACK}`, ...facts });
    // What was known of the provider before is looked at again.
    api.desk.clock.advance(6 * MINUTE);
  };
  const begin = (to?: string) => `${api.url}/api/v1/session/oidc${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`;
  /** Up to where the provider sends the browser back. */
  const reach = async (browser: Browser) => (await browser.walk(begin(), (_response, url) => url.startsWith(`${api.url}${CALLBACK}`))).url;
  const signIn = async (person: Person, to?: string) => {
    const browser = new Browser(person);
    const { response, url } = await browser.walk(begin(to), (_response, at) => at.startsWith(`${api.url}${CALLBACK}`));
    if (!url.startsWith(`${api.url}${CALLBACK}`)) return { browser, response, status: response.status, code: await codeOf(response) };
    const ended = await browser.get(url);
    return { browser, response: ended, status: ended.status, code: await codeOf(ended) };
  };
  const whoIs = async (browser: Browser) =>
    await api.ask<{ agent: { email: string; role: string } | null }>('GET', '/api/v1/session', {
      key: null,
      headers: { cookie: browser.cookies(api.url) },
    });
  const audit = async (action: string) => (await api.ask<List<Record_>>('GET', `/api/v1/audit?action=${action}&limit=200`)).body.items;
  /** The clock stands, so records of one moment have no order. */
  const refusal = async (code: string) =>
    (await audit('login-oidc')).find(({ outcome, reason }) => outcome === 'refused' && reason === code);
  const makeAgent = (email: string, role = 'agent') =>
    new AgentRepository(api.desk.database, api.desk.clock).create({ email, displayName: email, role, passwordHash: null });
  const close = async () => {
    await stop();
    await api.close();
  };
  return { api, start, stop, reach, signIn, whoIs, audit, refusal, makeAgent, begin, close };
}
export type Sso = Awaited<ReturnType<typeof openSso>>;

export async function codeOf(response: Response): Promise<string | undefined> {
  const text = await response.clone().text();
  return /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as { code: string }).code : undefined;
}
