import { Delete, Get, Inject, Param, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DATABASE, type Database } from '#database';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { GroupDirectory, type GroupView } from '../groups/group-directory.js';
import { GroupRemoval } from '../routing/groups/group-removal.js';
import { GroupMembers } from '../routing/groups/group-members.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { DeskShape } from './shapes/desk.js';
import { GroupListShape, GroupShape, Succession } from './shapes/routing.js';

/** Teams that tickets wait in. The desk's file names them; members may be added here. */
@ApiController('routing', 'groups')
export class GroupsController {
  constructor(
    private readonly groups: GroupDirectory,
    private readonly members: GroupMembers,
    private readonly removal: GroupRemoval,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'All groups', shape: GroupListShape })
  @Get()
  async list() {
    return { items: await this.show(await this.groups.list()), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'One group, by key or id', shape: GroupShape, problems: { group_unknown: 422 } })
  @Get(':group')
  async get(@Param('group') group: string) {
    return (await this.show([await this.members.get(group)]))[0]!;
  }

  @Needs('supervise')
  @Answers({
    summary: 'Make an agent a member, besides those of the desk’s file',
    description: 'Supervisors do it.',
    shape: GroupShape,
    problems: { group_unknown: 422, agent_unknown: 422, forbidden: 403 },
  })
  @Put(':group/members/:agentId')
  async add(@Param('group') group: string, @Param('agentId') agentId: string) {
    return (await this.show([await this.members.add(group, agentId)]))[0]!;
  }

  @Needs('admin')
  @Answers({
    summary: 'Take a group out of the desk',
    description: 'As a new version of the desk. Where tickets that are not closed need it, `successor` says where they go.',
    shape: DeskShape,
    problems: { group_unknown: 422, desk_in_use: 409, desk_invalid: 422, version_conflict: 409 },
  })
  @Delete(':group')
  async removeGroup(@Param('group') group: string, @Query(reads(Succession)) { successor }: Succession, @Req() request: Request) {
    await this.removal.remove(group, successor, principalOf(request).actor);
    return this.profiles.current();
  }

  @Needs('supervise')
  @Answers({
    summary: 'Take a member out of a group',
    shape: GroupShape,
    problems: { group_unknown: 422, member_unknown: 404, member_of_file: 409, forbidden: 403 },
  })
  @Delete(':group/members/:agentId')
  async remove(@Param('group') group: string, @Param('agentId') agentId: string) {
    return (await this.show([await this.members.remove(group, agentId)]))[0]!;
  }

  private async show(groups: readonly GroupView[]) {
    const rows = await this.database.sql.query<{ key: string; count: number }>(
      'select groups[1] as key, count(*)::int as count from waiting_tickets where groups[1] = any($1::text[]) group by 1',
      [groups.map(({ key }) => key)],
    );
    const waiting = new Map(rows.map(({ key, count }) => [key, count]));
    const { desk } = this.profiles.current();
    return groups.map((group) => ({ ...group, level: desk.groups[group.key]?.level ?? 1, waiting: waiting.get(group.key) ?? 0 }));
  }
}
