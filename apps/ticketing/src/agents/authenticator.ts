import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { ApiKeyRepository } from './api-key.repository.js';
import type { Principal } from './principal.js';
import { Roles, SCOPES, withImplied } from './roles.js';
import { isSameText } from './secret-text.js';
import { readSessionCookie } from './session-cookie.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { SessionRepository } from './session.repository.js';

const BOOTSTRAP: Principal = {
  actor: { kind: 'agent', displayName: 'API' },
  scopes: new Set(SCOPES),
  subject: 'bootstrap',
  by: 'bootstrap-key',
  sight: null,
  agent: null,
  signedInBy: null,
  lacksFactor: false,
};

/** Who sent a request, by its bearer key or its cookie; never by anything in the URL. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly sessions: SessionRepository,
    private readonly roles: Roles,
    private readonly factors: SecondFactors,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Null when nobody valid is named. A wrong key is not made good by a cookie. `counts`: does this keep a login alive? */
  async identify(request: IncomingMessage, counts = true): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.findByKey(/^Bearer (\S+)$/i.exec(authorization)?.[1]);
    const token = readSessionCookie(request);
    const found = token === null ? null : await this.sessions.find(token, counts);
    if (found === null) return null;
    const { agent, groups, signedInBy, hasFactor } = found;
    const actor = { kind: 'agent' as const, id: agent.id, displayName: agent.displayName };
    const { scopes: all, sees } = this.roles.of(agent.role);
    // The provider minds how its people show who they are.
    const lacksFactor = signedInBy === 'password' && !hasFactor && this.factors.isRequired(agent.role);
    const scopes: typeof all = lacksFactor ? new Set() : all;
    const sealed = this.roles.sealedGroups();
    const sight = { ownGroups: groups, sees, trusted: groups.filter((group) => sealed.includes(group)) };
    return { actor, scopes, subject: `agent:${agent.id}`, by: 'cookie', sight, agent, signedInBy, lacksFactor };
  }

  private async findByKey(key: string | undefined): Promise<Principal | null> {
    const { key: bootstrap } = this.settings.api;
    if (key === undefined) return null;
    if (bootstrap !== undefined && isSameText(key, bootstrap)) return BOOTSTRAP;
    const found = await this.keys.find(key);
    if (found === null) return null;
    const actor = { kind: 'agent' as const, id: found.id, displayName: found.name };
    const none = { sight: null, agent: null, signedInBy: null, lacksFactor: false };
    return { actor, scopes: withImplied(found.scopes), subject: `key:${found.id}`, by: 'api-key', ...none };
  }
}
