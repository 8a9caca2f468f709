import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import { SurveyTokens } from './survey-token.js';

/** Links to surveys, and what they lead to. */
@Injectable()
export class SurveyLinks {
  private readonly tokens: SurveyTokens;

  constructor(
    @Inject(SECRET_KEY) secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.tokens = new SurveyTokens(secret.deriveAll('survey-token'));
  }

  /** Short, for it goes into short messages; it leads to the survey's page. Null where nobody outside can reach us (`http.publicUrl` is not set). */
  make(request: { readonly id: string; readonly expiresAt: Date }): string | null {
    const { publicUrl } = this.settings.http;
    if (publicUrl === undefined) return null;
    return `${publicUrl.replace(/\/$/, '')}/s/${this.tokens.make(request.id, request.expiresAt)}`;
  }

  /** The request a token is for. Throws `PermanentError`: `survey_unknown`, `survey_expired`. */
  read(token: string, now: Date): string {
    const read = this.tokens.read(token, now);
    if (read.state === 'forged') throw new PermanentError('there is no such survey', { code: 'survey_unknown' });
    if (read.state === 'expired') throw new PermanentError('this survey is over', { code: 'survey_expired' });
    return read.requestId;
  }
}
