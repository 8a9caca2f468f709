import type { Answer } from '#page-kit';
import { createContext, useContext } from 'react';
import type { Scope } from '../feature.js';

export type Session = Answer<'GET /session'>;
/** Who is signed in: an agent, never a key. */
export type Me = NonNullable<Session['agent']>;

export const SessionContext = createContext<Session | null>(null);

export function useSession(): { readonly me: Me; readonly may: (scope: Scope) => boolean } {
  const session = useContext(SessionContext);
  if (session?.agent == null) throw new Error('used outside of the session gate');
  return { me: session.agent, may: (scope) => session.scopes.includes(scope) };
}
