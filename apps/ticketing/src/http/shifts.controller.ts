import { Get, Query } from '@nestjs/common';
import { Needs } from '../agents/access.guard.js';
import { ShiftReader } from '../routing/shifts/shift-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ForecastQuery, ForecastShape, ShiftPlanShape, ShiftQuery } from './shapes/shifts.js';

/** Who works when, and where people will be missing. */
@ApiController('routing', 'shifts')
export class ShiftsController {
  constructor(private readonly shifts: ShiftReader) {}

  @Needs('tickets:read')
  @Answers({ summary: 'The shift plan by day, with surcharges and temporary desks', shape: ShiftPlanShape })
  @Get()
  async plan(@Query(reads(ShiftQuery)) { from, days }: ShiftQuery) {
    return { items: await this.shifts.plan(from, days), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Hours of the next days: what is expected, who is planned, how many are missing', shape: ForecastShape })
  @Get('forecast')
  async forecast(@Query(reads(ForecastQuery)) { from, days, group, short }: ForecastQuery) {
    const hours = await this.shifts.forecast(from, days);
    const items = hours.filter((hour) => (group === undefined || hour.group === group) && (short !== true || hour.shortfall > 0));
    return { items, nextCursor: null };
  }
}
