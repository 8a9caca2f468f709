import type { IncomingMessage } from 'node:http';
import { PermanentError } from '#runtime';
import type { Actor } from '../tickets/actor.js';
import type { AgentView } from './agent.repository.js';
import type { Scope } from './scopes.js';
import type { SignedInBy } from './session.repository.js';
import type { Viewer } from './viewer.js';

/** Who asks: an agent with a login, or a program with a key. */
export interface Principal {
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  /** Names it among all principals: what it asked before is remembered under this. */
  readonly subject: string;
  /** How it showed who it is. A browser sends a cookie by itself, so what comes with one must prove that a page of ours sent it. */
  readonly by: 'bootstrap-key' | 'api-key' | 'cookie';
  /** Which groups' tickets he sees; null: a program, which sees those of all. */
  readonly sight: Pick<Viewer, 'ownGroups' | 'sees' | 'trusted'> | null;
  /** Of a login. */
  readonly agent: AgentView | null;
  /** How he logged in; null: a program. */
  readonly signedInBy: SignedInBy | null;
  /** His role needs a second factor and he has none: he may set it up, and nothing else. */
  readonly lacksFactor: boolean;
}

const PRINCIPALS = new WeakMap<IncomingMessage, Principal>();

export function setPrincipal(request: IncomingMessage, principal: Principal): void {
  PRINCIPALS.set(request, principal);
}

/** Null on routes that ask nobody who he is. */
export function findPrincipal(request: IncomingMessage): Principal | null {
  return PRINCIPALS.get(request) ?? null;
}

export function principalOf(request: IncomingMessage): Principal {
  const principal = findPrincipal(request);
  if (principal === null) throw new PermanentError('nobody is logged in', { code: 'unauthenticated' });
  return principal;
}

/** Who asks, as an agent with a login. Throws `PermanentError` (`not_an_agent`). */
export function agentOf({ agent }: Principal): NonNullable<Principal['agent']> {
  if (agent !== null) return agent;
  throw new PermanentError('a program with a key is no agent: nothing here is its own', {
    code: 'not_an_agent',
    hint: 'log in as an agent, or name the agent by his id',
  });
}
