import { Controller, Get, Redirect, UseFilters } from '@nestjs/common';
import { ProblemFilter } from '../problem.filter.js';

/** Whoever opens the bare address finds something to read; a page that `http.pages` puts there goes before. */
@UseFilters(ProblemFilter)
@Controller()
export class RootController {
  @Get()
  @Redirect('/api/docs', 302)
  show(): void {
    // The answer is the header.
  }
}
