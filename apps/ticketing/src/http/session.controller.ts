import { Body, Delete, Get, Inject, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { clientAddress } from '../agents/client-address.js';
import { LoginService } from '../agents/login.service.js';
import { refuseForeignOrigin } from '../agents/own-page.js';
import { principalOf } from '../agents/principal.js';
import { Roles } from '../agents/roles.js';
import { SecondFactors } from '../agents/second-factor/second-factors.js';
import { readSessionCookie, writeSessionCookie } from '../agents/session-cookie.js';
import { IDLE_MS, SessionRepository } from '../agents/session.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { Extension, Login, NewPassword, SessionShape } from './shapes/access.js';
import { LoginMethodsShape } from './shapes/sign-in.js';

@ApiController('access', 'session')
export class SessionController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionRepository,
    private readonly agents: AgentRepository,
    private readonly roles: Roles,
    private readonly factors: SecondFactors,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Needs('nobody')
  @Answers({ summary: 'How one may log in here', shape: LoginMethodsShape })
  @Get('methods')
  methods() {
    const { issuer, name } = this.settings.oidc;
    return { passwords: this.logins.passwordsOf, oidc: issuer === undefined ? null : { name, href: '/api/v1/session/oidc' } };
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'Log in',
    description:
      'Sets a cookie. With it, requests that change something need the header X-Tributary-Request (any value) and must come from a page of ours. Who has a second factor is asked for its code: send email and password again, with it.',
    status: 201,
    shape: SessionShape,
    problems: {
      ...{ login_refused: 401, second_factor_needed: 401, second_factor_refused: 401, password_login_off: 403, rate_limited: 429 },
    },
  })
  @Post()
  async logIn(@Body(reads(Login)) login: Login, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    refuseForeignOrigin(request, this.settings);
    const { agent, token } = await this.logins.logIn(login, clientAddress(request));
    response.setHeader('Set-Cookie', writeSessionCookie(token, request, this.settings));
    const factorMissing = this.factors.isRequired(agent.role) && !(await this.factors.isConfirmed(agent.id));
    const scopes = factorMissing ? [] : [...this.roles.of(agent.role).scopes];
    return { agent, scopes, idleSeconds: IDLE_MS / 1000, signedInBy: 'password' as const, secondFactorMissing: factorMissing };
  }

  @Needs('login')
  @Answers({ summary: 'Who am I', shape: SessionShape })
  @Get()
  show(@Req() request: Request) {
    const { agent, scopes, signedInBy, lacksFactor } = principalOf(request);
    const idleSeconds = agent === null ? null : IDLE_MS / 1000;
    return { agent, scopes: [...scopes], idleSeconds, signedInBy, secondFactorMissing: lacksFactor };
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Where my phone rings',
    description:
      'Calls that ring there are told in the stream (ticket.ringing.v1) with my id; GET /session/calls has them. Taken from whoever had it; null: nowhere.',
    status: 204,
    problems: { forbidden: 403 },
  })
  @Put('extension')
  async setExtension(@Body(reads(Extension)) { extension }: Extension, @Req() request: Request): Promise<void> {
    const { agent } = principalOf(request);
    if (agent === null) throw new PermanentError('a key has no phone: log in', { code: 'forbidden' });
    await this.agents.setExtension(agent.id, extension);
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Change my password',
    description: 'Ends my other logins. The old one is asked for as at the login, and counted as its tries are.',
    status: 204,
    problems: { forbidden: 403, login_refused: 401, password_weak: 422, rate_limited: 429 },
  })
  @Put('password')
  async changePassword(@Body(reads(NewPassword)) passwords: NewPassword, @Req() request: Request): Promise<void> {
    const { agent } = principalOf(request);
    if (agent === null) throw new PermanentError('a key has no password: log in', { code: 'forbidden' });
    await this.logins.changePassword(agent, passwords, clientAddress(request));
    await this.sessions.closeOthers(agent.id, readSessionCookie(request));
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({ summary: 'Log out', status: 204 })
  @Delete()
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = readSessionCookie(request);
    if (token !== null && principalOf(request).by === 'cookie') await this.sessions.close(token);
    response.setHeader('Set-Cookie', writeSessionCookie('', request, this.settings));
  }
}
