import { DATABASE } from '#database';
import type { Database } from '#database';
import { type AdminCommand, type AdminContext, CLOCK, type Clock, readOption, requireOption, UsageError } from '#runtime';
import { AgentRepository } from './agents/agent.repository.js';
import { ApiKeyRepository } from './agents/api-key.repository.js';
import { Passwords, refuseWeak } from './agents/passwords.js';
import { refuseUnknownRole, SCOPES, type Scope } from './agents/roles.js';
import { resetFactor } from './agents/second-factor/second-factor.repository.js';
import { makePassword } from './agents/secret-text.js';
import { EMPTY_DESK } from './desk/desk-schema.js';
import { DeskVersionRepository } from './desk/desk-version.repository.js';
import { readDesk } from './desk/read-desk.js';
import { noteCommand } from './audit/note-command.js';

const createUser: AdminCommand = {
  name: 'create-user',
  usage: `--email ADDRESS [--name NAME] [--role ROLE] [--password PASSWORD]`,
  options: ['email', 'name', 'role', 'password'],
  beginsDesk: true,
  summary: 'makes a login for an agent; without --password one is made up and shown',
  async run(args, context) {
    const email = requireOption(args, 'email');
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`${email} is no email address`);
    const role = readOption(args, 'role') ?? 'agent';
    await refuseRoleOfNoDesk(context, role);
    const { password, passwordHash, made } = await readPassword(readOption(args, 'password'));
    const displayName = readOption(args, 'name') ?? email.split('@')[0]!;
    const { agents } = await openRepositories(context);
    const agent = await agents.create({ email, displayName, role, passwordHash });
    await noteCommand(context, 'create-user', { agent: agent.id });
    context.print(`${agent.email}  ${agent.role}${made ? `  password: ${password}` : ''}`);
  },
};

const resetPassword: AdminCommand = {
  name: 'reset-password',
  usage: '--email ADDRESS [--password PASSWORD]',
  options: ['email', 'password'],
  summary: 'gives an agent a new password and ends his logins',
  async run(args, context) {
    const email = requireOption(args, 'email');
    const { password, passwordHash, made } = await readPassword(readOption(args, 'password'));
    const { agents } = await openRepositories(context);
    const agent = await agents.setPassword(email, passwordHash);
    await noteCommand(context, 'reset-password', { agent: agent.id });
    context.print(`${agent.email}${made ? `  password: ${password}` : '  has the new password'}`);
  },
};

const resetSecondFactor: AdminCommand = {
  name: 'reset-second-factor',
  usage: '--email ADDRESS',
  options: ['email'],
  summary: 'takes an agent’s second factor and recovery codes away and ends his logins',
  async run(args, context) {
    const email = requireOption(args, 'email');
    const database = await context.resolve<Database>(DATABASE);
    const agent = await database.run((transaction) => resetFactor(transaction, { email }));
    await noteCommand(context, 'reset-second-factor', { agent });
    context.print(`${email}  has no second factor now, and is logged in nowhere`);
  },
};

const createApiKey: AdminCommand = {
  name: 'create-api-key',
  usage: `--name NAME [--scopes ${SCOPES.join(',')}]`,
  options: ['name', 'scopes'],
  beginsDesk: true,
  summary: 'makes a key for a program; it is shown once',
  async run(args, context) {
    const name = requireOption(args, 'name');
    const words = (readOption(args, 'scopes') ?? 'tickets:read,tickets:write').split(',');
    const scopes = words.map((word): Scope => readWord(word, SCOPES, '--scopes'));
    const { keys } = await openRepositories(context);
    const { key, view } = await keys.create(name, scopes, 'command line');
    await noteCommand(context, 'create-api-key', { key: view.id });
    context.print(key);
    context.print(
      `${view.name}: ${view.scopes.join(', ')}. Nobody can show this key again; revoke it with DELETE /api/v1/api-keys/${view.id}`,
    );
  },
};

/** agent, supervisor and admin are roles of every desk. */
async function refuseRoleOfNoDesk(context: AdminContext, role: string): Promise<void> {
  const stored = await new DeskVersionRepository(await context.resolve<Database>(DATABASE)).findLatest();
  refuseUnknownRole(readDesk(stored?.desk).desk ?? EMPTY_DESK, role);
}

function readWord<T extends string>(word: string, known: readonly T[], option: string): T {
  const found = known.find((candidate) => candidate === word);
  if (found === undefined) throw new UsageError(`${option} ${word}: known are ${known.join(', ')}`);
  return found;
}

async function readPassword(given: string | undefined): Promise<{ password: string; passwordHash: string; made: boolean }> {
  const password = given ?? makePassword();
  refuseWeak(password);
  return { password, passwordHash: await new Passwords().hash(password), made: given === undefined };
}

async function openRepositories(context: AdminContext): Promise<{ agents: AgentRepository; keys: ApiKeyRepository }> {
  const database = await context.resolve<Database>(DATABASE);
  const clock = await context.resolve<Clock>(CLOCK);
  return { agents: new AgentRepository(database, clock), keys: new ApiKeyRepository(database, clock) };
}

export const adminCommands: readonly AdminCommand[] = [createUser, createApiKey, resetPassword, resetSecondFactor];
