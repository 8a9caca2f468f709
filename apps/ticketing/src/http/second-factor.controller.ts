import { Body, Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import type { AgentView } from '../agents/agent.repository.js';
import { clientAddress } from '../agents/client-address.js';
import { LoginService } from '../agents/login.service.js';
import { principalOf } from '../agents/principal.js';
import { SecondFactors } from '../agents/second-factor/second-factors.js';
import { readSessionCookie } from '../agents/session-cookie.js';
import { SessionRepository } from '../agents/session.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { AnyFactorCode, FactorCode, FactorStateShape, MadeFactorShape, NewFactor, RecoveryCodesShape } from './shapes/sign-in.js';

/** One's own second factor. No answer with a secret is kept, so nothing here takes a key: who missed an answer asks for new ones. */
@ApiController('access', 'session/second-factor')
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly logins: LoginService,
    private readonly sessions: SessionRepository,
  ) {}

  @Needs('login')
  @Answers({ summary: 'My second factor', shape: FactorStateShape, problems: { forbidden: 403 } })
  @Get()
  async show(@Req() request: Request) {
    return this.factors.show(agentOf(request));
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Begin a second factor',
    description:
      'Secret and otpauth URL are shown in this answer only. It counts once a code has confirmed it; before that, another one may be begun.',
    status: 201,
    shape: MadeFactorShape,
    problems: { forbidden: 403, login_refused: 401, second_factor_exists: 409, rate_limited: 429 },
  })
  @Post()
  async begin(@Body(reads(NewFactor)) { password }: NewFactor, @Req() request: Request) {
    const agent = agentOf(request);
    await this.logins.prove(agent, password, clientAddress(request));
    return this.factors.begin(agent);
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Confirm it with a code',
    description: 'Answers the recovery codes, in this answer only, and ends his other logins.',
    status: 201,
    shape: RecoveryCodesShape,
    problems: { forbidden: 403, second_factor_unset: 409, second_factor_exists: 409, second_factor_refused: 401, rate_limited: 429 },
  })
  @Post('confirmation')
  async confirm(@Body(reads(FactorCode)) { code }: FactorCode, @Req() request: Request) {
    const agent = agentOf(request);
    const recoveryCodes = await this.counted(agent, request, () => this.factors.confirm(agent.id, code));
    await this.sessions.closeOthers(agent.id, readSessionCookie(request));
    return { recoveryCodes };
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Make new recovery codes',
    description: 'The old ones are worth nothing then.',
    status: 201,
    shape: RecoveryCodesShape,
    problems: { forbidden: 403, second_factor_unset: 409, second_factor_refused: 401, rate_limited: 429 },
  })
  @Post('recovery-codes')
  async renew(@Body(reads(AnyFactorCode)) { code }: AnyFactorCode, @Req() request: Request) {
    const agent = agentOf(request);
    await this.counted(agent, request, () => this.factors.check(agent.id, code));
    return { recoveryCodes: await this.factors.renewCodes(agent.id) };
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Take my second factor away',
    status: 204,
    problems: { forbidden: 403, second_factor_unset: 409, second_factor_refused: 401, second_factor_required: 409, rate_limited: 429 },
  })
  @Post('removal')
  async remove(@Body(reads(AnyFactorCode)) { code }: AnyFactorCode, @Req() request: Request): Promise<void> {
    const agent = agentOf(request);
    await this.counted(agent, request, () => this.factors.check(agent.id, code));
    await this.factors.remove(agent);
  }

  private counted<T>({ id }: AgentView, request: Request, work: () => Promise<T>): Promise<T> {
    return this.logins.counted(`second-factor:${id}`, clientAddress(request), work);
  }
}

function agentOf(request: Request): AgentView {
  const { agent } = principalOf(request);
  if (agent === null) throw new PermanentError('a key has no second factor: log in', { code: 'forbidden' });
  return agent;
}
