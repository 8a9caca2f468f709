import { Body, Post } from '@nestjs/common';
import { Needs } from '../agents/access.guard.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { Passwords, refuseWeak } from '../agents/passwords.js';
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
}
