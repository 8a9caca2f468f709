import { Body, Delete, Get, Param, Patch, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import type { RosteredAgent } from '../routing/agents/agent-roster.js';
import { AgentLeaving } from '../routing/agents/agent-leaving.js';
import { AgentWork } from '../routing/agents/agent-work.service.js';
import { AgentPresence } from '../routing/presence/agent-presence.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { AgentWorkChange, AgentWorkListShape, AgentWorkShape, NewPresence, PresenceShape, Succession } from './shapes/routing.js';

/** Who is there, what he can do and how much he has. */
@ApiController('routing', 'agents')
export class AgentWorkController {
  constructor(
    private readonly agents: AgentWork,
    private readonly presence: AgentPresence,
    private readonly leaving: AgentLeaving,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Who is there, and with how much work', shape: AgentWorkListShape })
  @Get('work')
  async list() {
    return { items: (await this.agents.list()).map(show), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Say whether you take work',
    description:
      'online: takes work; away: takes none; offline: his live conversations wait for somebody else. Lasts as long as his page is open (the stream), or until it is not said again (routing.presenceLasts).',
    shape: PresenceShape,
    problems: { not_an_agent: 422 },
  })
  @Put('me/presence')
  async setOwn(@Body(reads(NewPresence)) { state }: NewPresence, @Req() request: Request) {
    const { agent } = principalOf(request);
    if (agent === null) throw new PermanentError('a program takes no tickets', { code: 'not_an_agent', hint: 'log in as an agent' });
    return this.presence.set(agent.id, state);
  }

  @Needs('supervise')
  @Answers({
    summary: 'Set the presence of an agent, as his supervisor',
    shape: PresenceShape,
    problems: { agent_unknown: 422, forbidden: 403 },
  })
  @Put(':agentId/presence')
  async set(@Param('agentId') id: string, @Body(reads(NewPresence)) { state }: NewPresence) {
    const { id: known } = await this.agents.get(id);
    return this.presence.set(known, state);
  }

  @Needs('supervise')
  @Answers({
    summary: 'What an agent can do and how much he takes at once',
    description: 'Supervisors change it.',
    shape: AgentWorkShape,
    problems: { agent_unknown: 422, skill_unknown: 422, version_conflict: 409, forbidden: 403 },
  })
  @Patch(':agentId')
  async change(@Param('agentId') id: string, @Body(reads(AgentWorkChange)) change: AgentWorkChange) {
    return show(await this.agents.edit(id, change));
  }

  @Needs('admin')
  @Answers({
    summary: 'End the login of an agent',
    description: 'Where he has tickets that are not closed, `successor` says where they go: id of an agent, or line.',
    status: 204,
    problems: { agent_unknown: 422, agent_in_use: 409, successor_unknown: 422 },
  })
  @Delete(':agentId')
  async end(@Param('agentId') id: string, @Query(reads(Succession)) { successor }: Succession): Promise<void> {
    await this.leaving.leave(id, successor);
  }
}

function show({ id, email, name, presence, onShift, groups, skills, languages, capacity, load, version }: RosteredAgent) {
  return {
    ...{ id, email, displayName: name, presence, onShift, capacity, load, version },
    groups: [...groups].sort(),
    skills: Object.fromEntries(skills),
    languages: [...languages].sort(),
  };
}
