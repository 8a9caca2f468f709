import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '../agents/authenticator.js';
import type { Principal } from '../agents/principal.js';
import { viewerOf } from '../http/confidential.guard.js';

/** Who listens, and what he may see: of confidential tickets all, or his own. */
export interface StreamViewer {
  readonly sees: 'all' | 'own';
  readonly agentId: string | null;
  /** The agent whose page it is, whatever he may see. */
  readonly login?: string | null;
}

export function toStreamViewer(principal: Principal): StreamViewer {
  const viewer = viewerOf(principal);
  const login = principal.agent?.id ?? null;
  return viewer === null ? { sees: 'all', agentId: null, login } : { sees: 'own', agentId: viewer.agentId, login };
}

/** Looks again who it is, without keeping his login alive; null when he may not listen any more. */
export async function identifyViewer(authenticator: Authenticator, request: IncomingMessage): Promise<StreamViewer | null> {
  const principal = await authenticator.identify(request, false);
  return principal?.scopes.has('tickets:read') === true ? toStreamViewer(principal) : null;
}
