import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { PermanentError } from '#runtime';
import { ProblemFilter } from './problem.filter.js';
import { SurveyService } from '../surveys/survey.service.js';

/** Where the short link of a survey leads: to its page among the customers' pages, in the language he was asked in. Following it answers nothing. */
@UseFilters(ProblemFilter)
@Controller('s')
export class SurveyLinkController {
  constructor(private readonly surveys: SurveyService) {}

  @Get(':token')
  async lead(@Param('token') token: string, @Res() response: Response): Promise<void> {
    // What is over, or no survey, is told by the page.
    const language = await this.surveys.languageOf(token).catch(toUnknown);
    const page = `/help/survey/${encodeURIComponent(token)}`;
    response
      .setHeader('Cache-Control', 'no-store')
      .setHeader('Referrer-Policy', 'no-referrer')
      .redirect(302, language === null ? page : `${page}?language=${encodeURIComponent(language)}`);
  }
}

function toUnknown(error: unknown): null {
  if (error instanceof PermanentError) return null;
  throw error;
}
