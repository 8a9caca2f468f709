import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { PermanentError } from '#runtime';
import { ProblemFilter } from './problem.filter.js';
import { renderSurvey, SURVEY_PAGE_POLICY } from '../surveys/survey-page.js';
import { SurveyService, type SurveyView } from '../surveys/survey.service.js';

/** What customers see who follow a survey's link. */
@UseFilters(ProblemFilter)
@Controller('s')
export class SurveyPageController {
  constructor(private readonly surveys: SurveyService) {}

  @Get(':token')
  async show(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const survey = await this.surveys.show(token).catch(toNothing);
    response
      .status(survey === null ? 404 : 200)
      .setHeader('Content-Type', 'text/html; charset=utf-8')
      .setHeader('Content-Security-Policy', SURVEY_PAGE_POLICY)
      .setHeader('Cache-Control', 'no-store')
      .setHeader('Referrer-Policy', 'no-referrer')
      .end(renderSurvey(survey, token));
  }
}

function toNothing(error: unknown): SurveyView | null {
  if (error instanceof PermanentError) return null;
  throw error;
}
