import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { CLOCK, type Clock, ConfigurationError, PermanentError, SETTINGS, type Settings } from '#runtime';
import type { AuditFacts } from '../../audit/audit-record.js';
import { AuditRepository } from '../../audit/audit.repository.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { AgentView } from '../agent.repository.js';
import { Roles } from '../roles.js';
import { digestOf } from '../secret-text.js';
import { AgentIdentityRepository, type KnownAgent } from './agent-identity.repository.js';
import type { ProvenPerson } from './oidc-provider.js';
import { isOfDomains, readClaims, type SignedInPerson } from './read-claims.js';
import { STATE_MS } from './sign-in-state.js';

/** Who of the desk a person is whom the provider has proved. */
@Injectable()
export class OidcSignIn {
  constructor(
    private readonly identities: AgentIdentityRepository,
    private readonly roles: Roles,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Before anything is asked with it. Throws `PermanentError` (`oidc_state_used`). */
  async useState(state: string): Promise<void> {
    const now = this.clock.now();
    // Kept past the cookie's end, which is what makes it worthless.
    const since = new Date(now.getTime() - 2 * STATE_MS);
    if (await this.database.run((transaction) => this.identities.useState(transaction, digestOf(state), now, since))) return;
    throw new PermanentError('this sign-in was ended before', { code: 'oidc_state_used', hint: 'begin again' });
  }

  /**
   * The agent he is: linked before, linked now by his proved address, or made now. Role and groups follow the provider where the settings say so. Throws
   * `PermanentError`: `oidc_mail_unverified`, `oidc_domain_refused`, `oidc_agent_unknown`, `oidc_other_account`, `agent_disabled`; `ConfigurationError`
   * (`oidc_role_unknown`).
   */
  async admit(proven: ProvenPerson, from: string): Promise<AgentView> {
    const { oidc } = this.settings;
    const person = readClaims(proven.claims, oidc);
    if (oidc.domains.length > 0 && (person.email === null || !person.verified)) throw unverified();
    if (person.email !== null && !isOfDomains(person.email, oidc.domains))
      throw new PermanentError('people of your mail domain cannot come here', { code: 'oidc_domain_refused' });
    this.refuseUnknownRole(person.role ?? oidc.defaultRole);
    const now = this.clock.now();
    return this.database.run(async (transaction) => {
      const note = (facts: Pick<AuditFacts, 'action'> & Partial<AuditFacts>, agentId: string) =>
        AuditRepository.note(transaction, now, { actor: { kind: 'agent', id: agentId }, outcome: 'done', from, ...facts });
      await this.identities.hold(transaction, proven);
      const found = await this.identities.find(transaction, proven, person.email);
      const agent = found ?? (await this.create(transaction, person, now));
      if (found === null)
        await note(
          {
            ...{ action: 'create-user', targets: { agent: agent.id } },
            ...{ reason: 'first login at the provider', cause: { code: 'provider_first_login' } },
          },
          agent.id,
        );
      if (found?.disabled === true)
        throw new PermanentError('this login was ended', { code: 'agent_disabled', fields: { agentId: found.id } });
      const linked = found?.subject === proven.subject;
      if (!linked && found !== null) refuseUnproved(person);
      if (!(await this.identities.link(transaction, proven, agent.id, now))) throw otherAccount();
      if (!linked) await note({ action: 'link-login', targets: { agent: agent.id } }, agent.id);
      const role = person.role ?? agent.role;
      if (role !== agent.role) {
        await this.identities.setRole(transaction, agent.id, role);
        await note(
          {
            ...{ action: 'change-role', targets: { agent: agent.id } },
            reason: `${agent.role} to ${role}, as the provider says`,
            cause: { code: 'provider_role', values: { from: agent.role, to: role } },
          },
          agent.id,
        );
      }
      if ((await this.identities.setGroups(transaction, agent.id, this.knownGroups(person))) > 0)
        await note(
          {
            ...{ action: 'change-groups', targets: { agent: agent.id } },
            ...{ reason: 'as the provider says', cause: { code: 'provider_groups' } },
          },
          agent.id,
        );
      await note({ action: 'login-oidc' }, agent.id);
      return { id: agent.id, email: agent.email, displayName: agent.displayName, role, extension: agent.extension };
    });
  }

  private async create(transaction: Transaction, person: SignedInPerson, now: Date): Promise<KnownAgent> {
    refuseUnproved(person);
    const email = person.email!;
    const { provision, defaultRole } = this.settings.oidc;
    if (!provision)
      throw new PermanentError(`nobody here is ${email}`, {
        ...{ code: 'oidc_agent_unknown', hint: 'let an admin make the agent first: POST /api/v1/agents, or admin -- create-user' },
      });
    const agent = { email, displayName: person.name ?? email.split('@')[0]!, role: person.role ?? defaultRole };
    const made = await this.identities.create(transaction, agent, now);
    if (made === null) throw new PermanentError('this agent was made at this very moment', { code: 'agent_exists', hint: 'begin again' });
    return { ...made, disabled: false, subject: null };
  }

  /** The settings may name groups that the desk does not have. */
  private knownGroups({ groups }: SignedInPerson): SignedInPerson['groups'] {
    const known = this.profiles.current().desk.groups;
    return { in: groups.in.filter((key) => Object.hasOwn(known, key)), out: groups.out.filter((key) => Object.hasOwn(known, key)) };
  }

  private refuseUnknownRole(role: string): void {
    try {
      this.roles.refuseUnknown(role);
    } catch (cause) {
      throw new ConfigurationError(`single sign-on gives the role ${role}, which this desk has not`, {
        ...{ code: 'oidc_role_unknown', hint: 'correct oidc.roles and oidc.defaultRole, or the roles of the desk’s file', cause },
      });
    }
  }
}

/** An address that nobody proved may be anybody's. */
function refuseUnproved({ email, verified }: SignedInPerson): void {
  if (email === null || !verified) throw unverified();
}

function unverified(): PermanentError {
  return new PermanentError('the provider does not vouch for your mail address', {
    ...{
      code: 'oidc_mail_unverified',
      hint: 'let the provider prove it; oidc.emailClaim and oidc.emailVerifiedClaim say where it is told',
    },
  });
}

function otherAccount(): PermanentError {
  return new PermanentError('this agent is somebody else at the provider', {
    ...{ code: 'oidc_other_account', hint: 'the address went to another person there: let an admin make an agent of his own' },
  });
}
