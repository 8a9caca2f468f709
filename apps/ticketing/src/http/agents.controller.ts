import { Body, Delete, Param, Post } from '@nestjs/common';
import { Needs } from '../agents/access.guard.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { Passwords, refuseWeak } from '../agents/passwords.js';
import { resetFactor } from '../agents/second-factor/second-factor.repository.js';
import { Roles } from '../agents/roles.js';
import { Effects } from '../idempotency/effects.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { AgentShape, NewAgent } from './shapes/access.js';

/** Logins of the people who answer. */
@ApiController('access', 'agents')
export class AgentsController {
  constructor(
    private readonly agents: AgentRepository,
    private readonly passwords: Passwords,
    private readonly effects: Effects,
    private readonly roles: Roles,
  ) {}

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
