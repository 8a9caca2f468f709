import { describe, expect, it } from '@jest/globals';
import { type AgentLine, groupAgents } from './group-agents.js';

const agent = (id: string, state: string, open = 0) => ({ id, name: id, state, open, answeredToday: 0, solvedToday: 0 });
const print = (lines: readonly AgentLine[]) =>
  lines.map((line) => (line.kind === 'heading' ? `${line.key}: ${line.online}/${line.count}` : line.agent.id));

describe('agents of the wall', () => {
  const agents = [agent('off', 'offline'), agent('idle', 'online', 1), agent('busy', 'online', 9), agent('away', 'away')];

  it('stand by presence, those with most work first', () => {
    expect(print(groupAgents(agents))).toEqual(['online: 2/2', 'busy', 'idle', 'away: 0/1', 'away', 'offline: 0/1', 'off']);
  });

  it('stand in each of their groups, and last who has none', () => {
    const groups: Record<string, string[]> = { busy: ['chat', 'phone'], off: ['chat'] };
    expect(print(groupAgents(agents, (id) => groups[id] ?? []))).toEqual([
      'chat: 1/2',
      'busy',
      'off',
      'phone: 1/1',
      'busy',
      ': 1/2',
      'idle',
      'away',
    ]);
  });
});
