import { z } from 'zod';
import { Instant, shape } from './shape.js';

const open = {
  open: z.int(),
  new: z.int(),
  waiting: z.int().describe('ours to answer'),
  unassigned: z.int(),
  longestWaitS: z.number().describe('seconds since the oldest of them was written'),
};

export const LiveShape = shape(
  'LiveFigures',
  z.object({
    at: Instant,
    all: z.object({
      ...open,
      inLine: z.int().describe('conversations that wait for an agent'),
      openedToday: z.int(),
      solvedToday: z.int(),
      lowScoresToday: z.int(),
      breached: z.int().describe('clocks that ran out and still run'),
      dueSoon: z.int().describe('clocks that run out within a quarter of an hour'),
      agentsOnline: z.int(),
      agentsFree: z.int().describe('online, with no open ticket'),
    }),
    groups: z.array(z.object({ key: z.string(), ...open })),
    channels: z.array(z.object({ key: z.string(), ...open })),
    branches: z.array(z.object({ key: z.string(), ...open, visitsToday: z.int() })).describe('service points; all that the desk names'),
    agents: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        state: z.string().describe('online, away or offline'),
        open: z.int(),
        answeredToday: z.int(),
        solvedToday: z.int(),
      }),
    ),
  }),
);
