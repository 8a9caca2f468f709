import type { RunningDesk } from './running-desk.js';

const PASSWORD = 'a password of the desks';

/** Somebody of the desk, logged in. */
export interface DeskAgent {
  readonly id: string;
  readonly email: string;
  /** Of his newest login. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Logins of people who answer; each name is made once. A login ends when the clock was moved on for long: whoever asks then logs in anew. */
export class DeskAgents {
  private readonly made = new Map<string, Promise<DeskAgent>>();
  private readonly logins = new Map<string, Readonly<Record<string, string>>>();

  constructor(private readonly desk: RunningDesk) {}

  /** `li` is li@desk.test; a whole address is taken as it is. Made when first asked for, by `POST /agents`. `role`: agent, supervisor, admin, or one of the desk's. */
  async get(name: string, role = 'agent'): Promise<DeskAgent> {
    const email = name.includes('@') ? name : `${name}@desk.test`;
    const known = this.made.get(email);
    if (known === undefined) {
      const made = this.make(email, role);
      this.made.set(email, made);
      return made;
    }
    const agent = await known;
    // A 401 makes `ask` log in anew.
    await this.desk.ask('GET', '/session', undefined, agent);
    return agent;
  }

  async logIn({ id, email }: { readonly id: string; readonly email: string }): Promise<void> {
    const { apiUrl } = this.desk.product;
    const answer = await fetch(`${apiUrl}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: apiUrl },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`${email} could not log in: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    this.logins.set(id, { cookie, 'x-tributary-request': '1' });
  }

  /** Somebody whom the product knows already logs in with his password. */
  async comeBack({ id, email }: DeskAgent): Promise<DeskAgent> {
    await this.logIn({ id, email });
    return this.toAgent(id, email);
  }

  private async make(email: string, role: string): Promise<DeskAgent> {
    const { id } = await this.desk.api<{ id: string }>('POST', '/agents', {
      email,
      displayName: email.split('@')[0],
      role,
      password: PASSWORD,
    });
    await this.logIn({ id, email });
    return this.toAgent(id, email);
  }

  private toAgent(id: string, email: string): DeskAgent {
    const { logins } = this;
    return {
      id,
      email,
      get headers() {
        return logins.get(id)!;
      },
    };
  }
}
