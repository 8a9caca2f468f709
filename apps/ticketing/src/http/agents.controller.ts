import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { Passwords, refuseWeak } from '../agents/passwords.js';
import { resetFactor } from '../agents/second-factor/second-factor.repository.js';
import { Roles } from '../agents/roles.js';
import { Effects } from '../idempotency/effects.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { AgentShape, NewAgent, NewRole, RoleListShape } from './shapes/access.js';

/** Logins of the people who answer. */
@ApiController('access', 'agents')
export class AgentsController {
  constructor(
    private readonly agents: AgentRepository,
    private readonly passwords: Passwords,
    private readonly effects: Effects,
    private readonly roles: Roles,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Roles that agents can have, and what each may', shape: RoleListShape })
  @Get('roles')
  listRoles() {
    return { items: this.roles.list(), nextCursor: null };
  }

  @Needs('admin')
  @Answers({
    summary: 'Make a login for an agent',
    status: 201,
    shape: AgentShape,
    problems: { agent_exists: 409, role_unknown: 422, password_weak: 422 },
  })
  @Post()
  async create(@Body(reads(NewAgent)) { email, displayName, role, password }: NewAgent) {
    refuseWeak(password);
    this.roles.refuseUnknown(role);
    const passwordHash = await this.passwords.hash(password);
    const named = displayName ?? email.split('@')[0]!;
    return this.effects.run((transaction) => this.agents.create({ email, displayName: named, role, passwordHash }, transaction));
  }

  @Needs('admin')
  @Answers({
    summary: 'Change the role of an agent',
    description: 'He may what it says from his next request on. Somebody stays admin.',
    shape: AgentShape,
    problems: { agent_unknown: 422, role_unknown: 422, last_admin: 409 },
  })
  @Put(':agentId/role')
  async setRole(@Param('agentId') id: string, @Body(reads(NewRole)) { role }: NewRole) {
    this.roles.refuseUnknown(role);
    if (!isUuid(id)) throw new PermanentError(`there is no agent ${id}`, { code: 'agent_unknown' });
    return this.effects.run((transaction) => this.agents.setRole(id, role, transaction));
  }

  @Needs('admin')
  @Answers({
    summary: 'Take an agent’s second factor away',
    description:
      'For who lost his app and his recovery codes. Ends his logins; where his role needs one, he sets up another at his next login.',
    status: 204,
    problems: { agent_unknown: 422, second_factor_unknown: 404 },
  })
  @Delete(':agentId/second-factor')
  async resetFactor(@Param('agentId') id: string): Promise<void> {
    await this.effects.run((transaction) => resetFactor(transaction, { id }));
  }
}
