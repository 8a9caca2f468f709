import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { SurveyForm } from '../desk/schema/surveys.js';
import { pickText } from '../desk/schema/texts.js';
import type { Actor } from '../tickets/actor.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { FeedbackRecorder } from './feedback-recorder.js';
import { scaleOf, scoreAnswer, type SurveyAnswer } from './survey-answer.js';
import { SurveyLinks } from './survey-links.js';
import type { SurveyRequest } from './survey-request.js';
import { SurveyRequestRepository } from './survey-request.repository.js';
import { questionOf, recommendationOf, thanksOf } from './survey-text.js';

export interface GivenAnswer extends SurveyAnswer {
  readonly reason?: string | undefined;
  readonly suggestion?: string | undefined;
}

/** What a link shows: the question and how to answer it; nothing of the ticket, for whoever holds it may be a stranger. */
export interface SurveyView {
  readonly state: 'open' | 'answered';
  readonly kind: SurveyForm['kind'];
  readonly question: string;
  readonly least: number;
  readonly greatest: number;
  readonly parts: readonly { readonly key: string; readonly name: string }[];
  /** Words of the question how likely one is to recommend us; null where it is not asked. */
  readonly recommend: string | null;
  readonly reason: SurveyForm['reason'];
  readonly low: number;
  readonly suggestion: boolean;
  readonly thanks: string;
  readonly language: string;
}

@Injectable()
export class SurveyService {
  constructor(
    private readonly links: SurveyLinks,
    private readonly requests: SurveyRequestRepository,
    private readonly recorder: FeedbackRecorder,
    private readonly work: TicketWork,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In `language`, else in the customer's. Throws `PermanentError`: `survey_unknown`, `survey_expired`. */
  async show(token: string, language: string | null): Promise<SurveyView> {
    const request = await this.open(token);
    return this.view(request.form, request.state === 'answered', language ?? request.language);
  }

  /** What the customer was asked in; null where his language is unknown. Throws as `show` does. */
  async languageOf(token: string): Promise<string | null> {
    return (await this.open(token)).language;
  }

  private async open(token: string): Promise<SurveyRequest> {
    const request = await this.requests.find(this.links.read(token, this.clock.now()));
    if (request === null) throw new PermanentError('there is no such survey', { code: 'survey_unknown' });
    return request;
  }

  /** What a customer is asked about a ticket on its own page: the survey that waits for him, else the desk's first. */
  async showOf(ticketId: string, language: string | null): Promise<SurveyView> {
    const open = await this.requests.findOpenOf(this.database.sql, ticketId, undefined);
    if (open !== null) return this.view(open.form, false, language ?? open.language);
    const rows = await this.database.sql.query(
      `select from feedback where ticket_id = $1::uuid and kind = 'rating' and way <> 'agent' limit 1`,
      [ticketId],
    );
    return this.view(this.formOf(undefined), rows.length > 0, language);
  }

  /** On the page of his ticket: the survey that waits for him, else once of his own accord. Throws `PermanentError`: `survey_answered`, `answer_invalid`. */
  async rate(ticketId: string, answer: GivenAnswer): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      const open = await this.requests.findOpenOf(unit.transaction, draft.id, undefined);
      if (open !== null) return void (await this.record(unit, open, answer, 'link', null));
      const key = `progress:${draft.id}`;
      const known = await unit.transaction.query('select from feedback where key = $1', [key]);
      if (known.length > 0) throw new PermanentError('this was rated already', { code: 'survey_answered' });
      const about = { kind: 'rating' as const, way: 'link' as const, survey: null, requestId: null, request: null, ticketId: draft.id };
      const read = this.read(this.formOf(undefined), answer);
      await this.recorder.record(unit, [
        { ...about, key, entryId: null, channel: draft.channels[0] ?? null, ...read, givenAt: unit.now, enteredBy: null },
      ]);
    });
  }

  private view(form: SurveyForm, answered: boolean, asked: string | null): SurveyView {
    const [desk] = this.profiles.current().desk.languages;
    const language = asked ?? desk!;
    const [least, greatest] = scaleOf(form.kind);
    return {
      ...{
        state: answered ? 'answered' : 'open',
        kind: form.kind,
        question: questionOf(form, language, desk!),
        least,
        greatest,
      },
      parts: form.kind === 'weighted' ? form.parts.map(({ key, name }) => ({ key, name: pickText(name, language, desk) })) : [],
      recommend: form.recommend ? recommendationOf(language, desk!) : null,
      ...{ reason: form.reason, low: form.low, suggestion: form.suggestion, thanks: thanksOf(form, language, desk!), language },
    };
  }

  /** By the link, once. Throws `PermanentError`: `survey_unknown`, `survey_expired`, `survey_answered`, `answer_invalid`. */
  async answer(token: string, answer: GivenAnswer): Promise<void> {
    const id = this.links.read(token, this.clock.now());
    await this.work.run(async (unit) => {
      const request = await this.requests.find(id, unit.transaction);
      if (request === null) throw new PermanentError('there is no such survey', { code: 'survey_unknown' });
      await this.record(unit, request, answer, 'link', null);
    });
  }

  /**
   * What a customer told an agent. It answers the survey that waits for it, if one does. Returns the feedback's id. Throws `PermanentError`:
   * `ticket_unknown`, `survey_form_unknown`, `answer_invalid`.
   */
  async enter(
    ticketIdOrNumber: string,
    { survey, ...answer }: GivenAnswer & { readonly survey?: string | undefined },
    actor: Actor,
  ): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      const request = await this.requests.findOpenOf(unit.transaction, draft.id, survey);
      if (request !== null) return this.record(unit, request, answer, 'agent', actor);
      const form = this.formOf(survey);
      const key = `agent:${randomUUID()}`;
      const about = {
        kind: 'rating' as const,
        way: 'agent' as const,
        survey: survey ?? null,
        requestId: null,
        request: null,
        ticketId: draft.id,
      };
      const given = {
        ...about,
        key,
        entryId: null,
        channel: draft.channels[0] ?? null,
        ...this.read(form, answer),
        givenAt: unit.now,
        enteredBy: actor,
      };
      return (await this.recorder.record(unit, [given])).get(key)!;
    });
  }

  private async record(
    unit: WorkUnit,
    request: SurveyRequest,
    answer: GivenAnswer,
    way: 'link' | 'agent',
    actor: Actor | null,
  ): Promise<string> {
    const key = `request:${request.id}`;
    const about = { kind: 'rating' as const, way, survey: request.survey, requestId: request.id, request, ticketId: request.ticketId };
    const given = { ...about, key, entryId: null, channel: null, ...this.read(request.form, answer), givenAt: unit.now, enteredBy: actor };
    const id = (await this.recorder.record(unit, [given])).get(key);
    if (id === undefined) throw new PermanentError('this survey was answered already', { code: 'survey_answered' });
    return id;
  }

  private read(form: SurveyForm, { reason, suggestion, ...answer }: GivenAnswer) {
    return { score: scoreAnswer(form, answer), reason: reason ?? null, suggestion: suggestion ?? null };
  }

  private formOf(survey: string | undefined): SurveyForm {
    const { forms } = this.profiles.current().desk.surveys;
    const form = survey === undefined ? (Object.values(forms)[0] ?? SurveyForm.parse({ kind: 'csat' })) : forms[survey];
    if (form !== undefined) return form;
    throw new PermanentError(`this desk has no survey "${survey!}"`, {
      code: 'survey_form_unknown',
      hint: `one of: ${Object.keys(forms).join(', ') || 'none is defined (surveys.forms)'}`,
    });
  }
}
