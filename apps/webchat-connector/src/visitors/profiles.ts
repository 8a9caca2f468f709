import type { StateStore } from '#connector-sdk';
import type { Clock } from '#runtime';
import { keptOf, StateKeys } from '../webchat.ids.js';
import type { ProvenUser } from './identity-proof.js';

/** What is known of who talks in a conversation. */
export interface Profile {
  /** As a form said it: a claim. */
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Forms that were given. */
  readonly forms?: readonly string[];
  /** Vouched for by the desk's own site. */
  readonly user?: ProvenUser;
  /** Messages of the conversation that this one goes on from, for ticketing to keep them together. */
  readonly after?: readonly string[];
}

export const NOBODY: Profile = {};

export class Profiles {
  constructor(
    private readonly state: StateStore,
    private readonly clock: Clock,
  ) {}

  async find(key: string): Promise<Profile> {
    return (await this.state.get<Profile>(StateKeys.profile(key))) ?? NOBODY;
  }

  async keep(key: string, profile: Profile): Promise<void> {
    await this.state.set(StateKeys.profile(key), profile, keptOf(key, this.clock));
  }
}

export function withForm(profile: Profile, formId: string, values: Readonly<Record<string, string | boolean>>): Profile {
  const text = (name: string, max: number) => {
    const value = values[name];
    return typeof value === 'string' && value.trim() !== '' ? { [name]: value.trim().slice(0, max) } : {};
  };
  return {
    ...profile,
    ...text('name', 200),
    ...text('email', 320),
    ...text('phone', 40),
    forms: [...new Set([...(profile.forms ?? []), formId])],
  };
}
