import { Controller, Get, Redirect, UseFilters } from '@nestjs/common';
import { ProblemFilter } from '../problem.filter.js';

/** Whoever opens the bare address is an agent; a page that `http.pages` puts there goes before. */
@UseFilters(ProblemFilter)
@Controller()
export class RootController {
  @Get()
  @Redirect('/console/', 302)
  show(): void {
    // The answer is the header.
  }
}
