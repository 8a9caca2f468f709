import { Body, Delete, Get, Headers, Inject, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError, SECRET_KEY, type SecretKey } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { ApiKeyRepository } from '../agents/api-key.repository.js';
import { principalOf } from '../agents/principal.js';
import { Effects } from '../idempotency/effects.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { otherRequest, readIdempotencyKey } from './idempotency.js';
import { KeepsNoAnswer } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { AgentListShape, ApiKeyListShape, MadeApiKeyShape, NewApiKey } from './shapes/access.js';

@ApiController('access', '')
export class AccessController {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly agents: AgentRepository,
    private readonly effects: Effects,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'All agents', shape: AgentListShape })
  @Get('agents')
  async listAgents() {
    return { items: await this.agents.list(), nextCursor: null };
  }

  @Needs('admin')
  @Answers({ summary: 'All API keys, revoked ones too', shape: ApiKeyListShape })
  @Get('api-keys')
  async listKeys() {
    return { items: await this.keys.list(), nextCursor: null };
  }

  @Needs('admin')
  @KeepsNoAnswer()
  @Answers({
    summary: 'Make an API key',
    description: 'The key is shown in this answer only, and in that to the same request with the same Idempotency-Key.',
    status: 201,
    shape: MadeApiKeyShape,
    problems: { idempotency_conflict: 422 },
  })
  @Post('api-keys')
  async createKey(
    @Body(reads(NewApiKey)) { name, scopes }: NewApiKey,
    @Req() request: Request,
    @Headers('Idempotency-Key') header?: string,
  ) {
    const { agent, actor, subject } = principalOf(request);
    const idempotencyKey = readIdempotencyKey(header);
    // Derived, for an answer with a secret in it is not stored: only the installation's secret leads from the one to the other.
    const token =
      idempotencyKey === null ? undefined : this.secret.sign('api-key', JSON.stringify([subject, idempotencyKey])).toString('base64url');
    const { key, view } = await this.keys.create(name, scopes, agent?.email ?? actor.displayName ?? actor.kind, token);
    if (view.name !== name || [...view.scopes].sort().join() !== [...new Set(scopes)].sort().join()) throw otherRequest();
    return { ...view, key };
  }

  @Needs('admin')
  @Answers({ summary: 'Revoke an API key', status: 204, problems: { api_key_unknown: 404 } })
  @Delete('api-keys/:id')
  async revokeKey(@Param('id') id: string): Promise<void> {
    await this.effects.run(async (transaction) => {
      if (isUuid(id) && (await this.keys.revoke(id, transaction))) return;
      throw new PermanentError(`there is no API key ${id} in use`, { code: 'api_key_unknown' });
    });
  }
}
