import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import { recordChange } from '../../audit/audit-trail.js';
import type { AgentView } from '../agent.repository.js';
import { Roles } from '../roles.js';
import { digestOfCode, makeRecoveryCodes, readRecoveryCode } from './recovery-codes.js';
import { removeFactor, SecondFactorRepository, type StoredFactor } from './second-factor.repository.js';
import { findStep, makeSecret, type NewSecret } from './totp.js';

export const SECOND_FACTOR = 'second-factor';

export interface FactorState {
  readonly state: 'none' | 'begun' | 'confirmed';
  readonly confirmedAt: Date | null;
  /** Does his role need one? */
  readonly required: boolean;
  readonly recoveryCodesLeft: number;
}

/** Time-based codes beside passwords. Who calls counts the tries (`LoginThrottle`). */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly repository: SecondFactorRepository,
    private readonly roles: Roles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** By the settings, or by the desk's file. */
  isRequired(role: string): boolean {
    return this.settings.login.secondFactorRoles.includes(role) || this.roles.of(role).secondFactor;
  }

  async show({ id, role }: AgentView): Promise<FactorState> {
    const factor = await this.repository.find(id);
    const state = factor === null ? 'none' : factor.confirmedAt === null ? 'begun' : 'confirmed';
    const confirmedAt = factor?.confirmedAt ?? null;
    return { state, confirmedAt, required: this.isRequired(role), recoveryCodesLeft: await this.repository.countCodes(id) };
  }

  async isConfirmed(agentId: string): Promise<boolean> {
    return (await this.repository.find(agentId))?.confirmedAt != null;
  }

  /** A new secret, shown this once; it counts when a code of it has come. Throws `PermanentError` (`second_factor_exists`). */
  async begin(agent: AgentView): Promise<NewSecret> {
    const made = await makeSecret(this.settings.deskSettings.name, agent.email);
    if (await this.repository.begin(agent.id, this.secret.seal(SECOND_FACTOR, made.secret), this.clock.now())) return made;
    throw new PermanentError('there is a second factor already', {
      ...{ code: 'second_factor_exists', hint: 'take it away first: POST /api/v1/session/second-factor/removal' },
    });
  }

  /** Recovery codes, shown this once. Throws `PermanentError`: `second_factor_unset`, `second_factor_exists`, `second_factor_refused`. */
  async confirm(agentId: string, code: string): Promise<string[]> {
    const factor = await this.repository.find(agentId);
    if (factor === null) throw unset();
    if (factor.confirmedAt !== null) throw new PermanentError('it was confirmed before', { code: 'second_factor_exists' });
    await this.useTotp(agentId, factor, code);
    return this.makeCodes(agentId, true);
  }

  /** Throws `PermanentError`: `second_factor_unset`, `second_factor_refused`. Answers what it was. */
  async check(agentId: string, code: string): Promise<'totp' | 'recovery_code'> {
    const factor = await this.repository.find(agentId);
    if (factor?.confirmedAt == null) throw unset();
    const recovery = readRecoveryCode(code);
    if (recovery === null) {
      await this.useTotp(agentId, factor, code);
      return 'totp';
    }
    if (await this.repository.useCode(agentId, digestOfCode(agentId, recovery), this.clock.now())) return 'recovery_code';
    throw refused();
  }

  /** New recovery codes in the place of the old ones. */
  async renewCodes(agentId: string): Promise<string[]> {
    return this.makeCodes(agentId, false);
  }

  /** Throws `PermanentError` (`second_factor_required`). */
  async remove({ id, role }: AgentView): Promise<void> {
    if (this.isRequired(role))
      throw new PermanentError('your role needs a second factor', {
        ...{ code: 'second_factor_required', hint: 'an admin can take it away so that you set up another one' },
      });
    await this.database.run(async (transaction) => {
      await removeFactor(transaction, id);
      await recordChange(transaction, id);
    });
  }

  private async makeCodes(agentId: string, confirms: boolean): Promise<string[]> {
    const codes = makeRecoveryCodes();
    await this.database.run(async (transaction) => {
      if (confirms) await this.repository.confirm(transaction, agentId, this.clock.now());
      await this.repository.putCodes(
        transaction,
        agentId,
        codes.map((each) => digestOfCode(agentId, each)),
      );
      await recordChange(transaction, agentId);
    });
    return codes;
  }

  private async useTotp(agentId: string, { secret }: StoredFactor, code: string): Promise<void> {
    const step = await findStep(this.secret.unseal(SECOND_FACTOR, secret), code.replaceAll(' ', ''), this.clock.now());
    if (step === null || !(await this.repository.useStep(agentId, step))) throw refused();
  }
}

/** It does not say whether the code is wrong or was used. */
function refused(): PermanentError {
  return new PermanentError('this code is wrong, or was used', {
    ...{ code: 'second_factor_refused', hint: 'wait for the next code of your app, or use a recovery code' },
  });
}

function unset(): PermanentError {
  return new PermanentError('there is no second factor', {
    ...{ code: 'second_factor_unset', hint: 'begin one: POST /api/v1/session/second-factor' },
  });
}
