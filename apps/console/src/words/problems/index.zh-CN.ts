import { ofAnswers } from './answers.zh-CN.js';
import { ofDesk } from './desk.zh-CN.js';
import { ofPeople } from './people.zh-CN.js';
import { ofTickets } from './tickets.zh-CN.js';

/** What the API refuses, by its codes. English has none: its sentences are the API's own, which stand below these with their values. */
export const problems = { ...ofTickets, ...ofAnswers, ...ofPeople, ...ofDesk };
