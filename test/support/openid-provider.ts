import { createServer } from 'node:net';
import { ChildProgram } from './child-program.js';

export interface ProviderFacts {
  readonly port: number;
  /** Unset: what it can be found at. */
  readonly issuer?: string;
  readonly redirectUri: string;
  readonly clockOffsetMs?: number;
  readonly idTokenSeconds?: number;
  /** Publishes other keys than it signs with. */
  readonly hidesItsKeys?: boolean;
}

/** Claims of somebody. */
export interface Person {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** A real OpenID provider on this machine, with new keys at each start. */
export async function startProvider(facts: ProviderFacts): Promise<ChildProgram> {
  const issuer = facts.issuer ?? `http://127.0.0.1:${facts.port}`;
  const program = ChildProgram.start('test/support/openid-provider-program.mjs', JSON.stringify({ ...facts, issuer }));
  await program.waitFor((value): value is object => typeof value === 'object' && value !== null && 'ready' in value);
  return program;
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Goes where it is sent, with the cookies of each place, and fills in the provider's forms as this person. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  constructor(private readonly person: Person) {}

  /** The cookies of a place, as it would send them. */
  cookies(url: string): string {
    return [...(this.jar.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(url, { headers });
  }

  /** Follows redirects and forms from `url` on, until `stop` knows the answer or there is nowhere to go. */
  async walk(url: string, stop: (response: Response, url: string) => boolean): Promise<{ response: Response; url: string }> {
    let at = url;
    let response = await this.get(at);
    for (let steps = 0; steps < 20 && !stop(response, at); steps += 1) {
      const to = response.headers.get('location');
      if (to !== null) {
        at = new URL(to, at).href;
        if (stop(response, at)) break;
        response = await this.get(at);
        continue;
      }
      const text = await response.clone().text();
      const action = /action="([^"]+)"/.exec(text)?.[1];
      if (action === undefined) break;
      const prompt = /name="prompt" value="(\w+)"/.exec(text)![1]!;
      const login = { login: this.person.sub, password: 'any' };
      if (prompt === 'login') await fetch(new URL('/people', at), { method: 'POST', body: JSON.stringify(this.person) });
      at = new URL(action, at).href;
      response = await this.send(at, { method: 'POST', body: new URLSearchParams({ prompt, ...(prompt === 'login' ? login : {}) }) });
    }
    return { response, url: at };
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const headers = { cookie: this.cookies(url), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const { host } = new URL(url);
    const jar = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, jar);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
    return response;
  }
}
