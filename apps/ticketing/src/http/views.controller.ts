import { Body, Delete, Get, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CLOCK, type Clock } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { agentOf, type Principal, principalOf } from '../agents/principal.js';
import { OwnViews } from '../views/own-views.js';
import { BUILT_IN_VIEWS, toCountedQuery, type View, type ViewQuery } from '../views/view.js';
import { ViewCounts } from '../views/view-counts.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { TicketFilterQuery } from './shapes/ticket-query.js';
import { NewView, ViewChange, ViewListShape, ViewShape } from './shapes/views.js';
import { toTicketFilter } from './to-ticket-filter.js';

const UNKNOWN = { view_unknown: 404, not_an_agent: 422 };

/** Lists that are looked at again and again, with how much is in them for who asks. */
@ApiController('views', 'views')
export class ViewsController {
  constructor(
    private readonly own: OwnViews,
    private readonly counts: ViewCounts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Views of who asks, with counts',
    description: 'Those that are built in, then his own in the order he made them. `query` is what GET /tickets is to be asked.',
    shape: ViewListShape,
  })
  @Get()
  async list(@Req() request: Request) {
    const principal = principalOf(request);
    const { agent } = principal;
    const builtIn = BUILT_IN_VIEWS.filter(({ id }) => agent !== null || (id !== 'mine' && id !== 'group'));
    const own = agent === null ? [] : await this.own.list(agent.id);
    const [first, second] = await Promise.all([this.count(builtIn, principal), this.count(own, principal)]);
    return { items: [...first, ...second], nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Keep a view',
    description: 'Own ones are seen by nobody else; fifty at most.',
    status: 201,
    shape: ViewShape,
    problems: { views_full: 409, not_an_agent: 422 },
  })
  @Post()
  async make(@Body(reads(NewView)) { name, query }: NewView, @Req() request: Request) {
    const principal = principalOf(request);
    return this.show(await this.own.make(agentOf(principal).id, { name, query: withoutAbsent(query) }), principal);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Change an own view', description: 'What is absent stays.', shape: ViewShape, problems: UNKNOWN })
  @Patch(':viewId')
  async change(@Param('viewId') id: string, @Body(reads(ViewChange)) { name, query }: ViewChange, @Req() request: Request) {
    const principal = principalOf(request);
    const change = { ...(name === undefined ? {} : { name }), ...(query === undefined ? {} : { query: withoutAbsent(query) }) };
    return this.show(await this.own.change(agentOf(principal).id, id, change), principal);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Take an own view away', status: 204, problems: UNKNOWN })
  @Delete(':viewId')
  async remove(@Param('viewId') id: string, @Req() request: Request): Promise<void> {
    await this.own.remove(agentOf(principalOf(request)).id, id);
  }

  private async show(view: View, principal: Principal) {
    return (await this.count([view], principal))[0]!;
  }

  private async count(views: readonly View[], principal: Principal) {
    const now = this.clock.now();
    // One of a time when other words were taken counts nothing.
    const read = views.map(({ query }) => TicketFilterQuery.safeParse(toCountedQuery(query)));
    const counted = read.flatMap(({ data }) => (data === undefined ? [] : [toTicketFilter(data, principal, now)]));
    const counts = await this.counts.count(counted);
    return views.map((view, at) => ({ ...view, ...(read[at]!.success ? counts.shift()! : { count: 0, atLeast: false }) }));
  }
}

function withoutAbsent(query: NewView['query']): ViewQuery {
  return Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
