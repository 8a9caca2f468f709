import type { RunningDesk } from './running-desk.js';

const PASSWORD = 'a password of the desks';

/** Somebody of the desk, logged in. */
export interface DeskAgent {
  readonly id: string;
  readonly email: string;
  /** Of his login. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Logins of people who answer; each name is made once. */
export class DeskAgents {
  private readonly made = new Map<string, Promise<DeskAgent>>();

  constructor(private readonly desk: RunningDesk) {}

  /** `li` is li@desk.test; a whole address is taken as it is. Made when first asked for, by `POST /agents`. */
  get(name: string, role: 'agent' | 'supervisor' | 'admin' = 'agent'): Promise<DeskAgent> {
    const email = name.includes('@') ? name : `${name}@desk.test`;
    const known = this.made.get(email) ?? this.make(email, role);
    this.made.set(email, known);
    return known;
  }

  /** Logs him in anew: a login ends by itself when the clock moved on for long. */
  async renew({ id, email }: DeskAgent): Promise<DeskAgent> {
    const fresh = this.logIn(id, email);
    this.made.set(email, fresh);
    return fresh;
  }

  private async make(email: string, role: string): Promise<DeskAgent> {
    const { id } = await this.desk.api<{ id: string }>('POST', '/agents', {
      email,
      displayName: email.split('@')[0],
      role,
      password: PASSWORD,
    });
    return this.logIn(id, email);
  }

  private async logIn(id: string, email: string): Promise<DeskAgent> {
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
    return { id, email, headers: { cookie, 'x-tributary-request': '1' } };
  }
}
