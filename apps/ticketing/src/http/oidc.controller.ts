import { Delete, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  CLOCK,
  type Clock,
  ConfigurationError,
  errorClassOf,
  SECRET_KEY,
  type SecretKey,
  SETTINGS,
  type Settings,
  TributaryError,
} from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { clientAddress, isLoopbackHost } from '../agents/client-address.js';
import { LoginThrottle } from '../agents/login-throttle.js';
import { OidcProvider } from '../agents/oidc/oidc-provider.js';
import { OidcSignIn } from '../agents/oidc/oidc-sign-in.js';
import { clearStateCookie, readPath, readState, STATE_MS, writeStateCookie } from '../agents/oidc/sign-in-state.js';
import { makeToken } from '../agents/secret-text.js';
import { isSecure, readSessionCookie, writeSessionCookie } from '../agents/session-cookie.js';
import { SessionRepository } from '../agents/session.repository.js';
import { AuditLog } from '../audit/audit-log.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { toProblem } from './problem.js';
import { reads } from './read-input.js';
import { ProviderLogoutShape, SignInCallback, SignInQuery } from './shapes/sign-in.js';
import { renderSignInProblem, SIGN_IN_PAGE_POLICY } from './sign-in-page.js';

const HINT = 'provider-hint';
const CALLBACK = '/api/v1/session/oidc/callback';
const PROBLEMS = {
  ...{ oidc_unset: 404, redirect_refused: 400, oidc_unavailable: 503, oidc_issuer_changed: 502, oidc_provider_unfit: 502 },
  ...{ oidc_public_url_missing: 500, rate_limited: 429 },
};

/** Single sign-on: where browsers go and come back. A browser that asks for HTML is shown what went wrong as a page. */
@ApiController('access', 'session/oidc')
export class OidcController {
  constructor(
    private readonly provider: OidcProvider,
    private readonly signIn: OidcSignIn,
    private readonly sessions: SessionRepository,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'Sign in at the provider',
    description:
      'A browser goes here. It is sent to the OpenID provider, and comes back to the callback, which logs it in and sends it to `to`.',
    status: 302,
    problems: PROBLEMS,
  })
  @Get()
  async begin(@Query(reads(SignInQuery)) { to }: SignInQuery, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.shown(request, response, async () => {
      const state = {
        ...{ state: makeToken(), nonce: makeToken(), verifier: makeToken(), to: readPath(to) },
        until: this.clock.now().getTime() + STATE_MS,
      };
      const url = await this.provider.begin(`${this.ownUrl(request)}${CALLBACK}`, state);
      response.setHeader('Set-Cookie', writeStateCookie(state, this.secret, isSecure(request, this.settings)));
      response.setHeader('Cache-Control', 'no-store').redirect(302, url.href);
    });
  }

  @Needs('nobody')
  @Answers({
    summary: 'Come back from the provider',
    description: 'Logs in as POST /session does: sets the same cookie, then goes on to the page asked for.',
    status: 303,
    problems: {
      ...PROBLEMS,
      ...{ oidc_state_unknown: 401, oidc_state_expired: 401, oidc_state_used: 401, oidc_refused: 401, oidc_code_refused: 401 },
      ...{ oidc_clock: 401, oidc_token_invalid: 401, oidc_mail_unverified: 403, oidc_domain_refused: 403, oidc_agent_unknown: 403 },
      ...{ oidc_other_account: 403, agent_disabled: 403, oidc_client_refused: 502, oidc_role_unknown: 500 },
    },
  })
  @Get('callback')
  async finish(@Query(reads(SignInCallback)) { state }: SignInCallback, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.shown(request, response, async () => {
      const from = clientAddress(request);
      await this.throttle.enter(null, from);
      const known = readState(request, state, this.secret, this.clock.now());
      await this.signIn.useState(known.state);
      const callback = new URL(`${this.ownUrl(request)}${CALLBACK}`);
      callback.search = new URL(request.originalUrl, callback.origin).search;
      const proven = await this.provider.finish(callback, known);
      const agent = await this.signIn.admit(proven, from);
      await this.throttle.forgive(null, from);
      const token = await this.sessions.open(agent.id, 'oidc', this.secret.seal(HINT, proven.idToken));
      const secure = isSecure(request, this.settings);
      response.setHeader('Set-Cookie', [writeSessionCookie(token, request, this.settings), clearStateCookie(known.state, secure)]);
      response.setHeader('Cache-Control', 'no-store').redirect(303, known.to);
    });
  }

  @Needs('login')
  @TakesNoKey()
  @Answers({
    summary: 'Log out, here and at the provider',
    description: 'The login here ends at once. Where it was made at the provider, the browser then goes to endSessionUrl to end it there.',
    shape: ProviderLogoutShape,
  })
  @Delete()
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const token = readSessionCookie(request);
    const hint = token === null ? null : await this.sessions.findHint(token);
    if (token !== null) await this.sessions.close(token);
    response.setHeader('Set-Cookie', writeSessionCookie('', request, this.settings));
    if (hint === null || !this.provider.isSet) return { endSessionUrl: null };
    const back = `${this.ownUrl(request)}/`;
    // It is over here, whatever the provider does.
    return { endSessionUrl: await this.provider.endSessionUrl(this.secret.unseal(HINT, hint), back).catch(() => null) };
  }

  /** Refusals are recorded, and shown as a page to who asks for one. */
  private async shown(request: Request, response: Response, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TributaryError)) throw error;
      const { agentId } = error.fields;
      const facts = {
        actor: { kind: 'agent', ...(typeof agentId === 'string' ? { id: agentId } : {}) },
        from: clientAddress(request),
      } as const;
      if (error.code !== 'rate_limited') await this.audit.note({ ...facts, action: 'login-oidc', outcome: 'refused', reason: error.code });
      if (!request.accepts(['json', 'html']).toString().startsWith('html')) throw error;
      const { status, headers } = toProblem(error);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response
        .status(status)
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .setHeader('Content-Security-Policy', SIGN_IN_PAGE_POLICY)
        .setHeader('Cache-Control', 'no-store')
        .setHeader('Referrer-Policy', 'no-referrer')
        .end(renderSignInProblem(error, errorClassOf(error)));
    }
  }

  /** By the setting; without one only on this machine, for a name that a request brings is anybody's. */
  private ownUrl(request: Request): string {
    const { publicUrl } = this.settings.http;
    const host = request.headers.host ?? '';
    if (publicUrl === undefined && !isLoopbackHost(host))
      throw new ConfigurationError('single sign-on needs to know how people reach this installation', {
        ...{ code: 'oidc_public_url_missing', hint: 'set http.publicUrl (TRIBUTARY_HTTP_PUBLIC_URL)' },
      });
    return (publicUrl ?? `http://${host}`).replace(/\/$/, '');
  }
}
