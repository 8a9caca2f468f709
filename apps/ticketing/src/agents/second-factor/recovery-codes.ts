import { randomInt } from 'node:crypto';
import { digestOf, READABLE } from '../secret-text.js';

export const CODES = 10;
const GROUPS = 4;
const LETTERS = 4;

/** 80 random bits each, so that their digests cannot be guessed backwards. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () =>
    Array.from({ length: GROUPS }, () => Array.from({ length: LETTERS }, () => READABLE[randomInt(READABLE.length)]).join('')).join('-'),
  );
}

/** As a person may type it: capitals, spaces, without the lines. Null: it is none. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  return letters.length === GROUPS * LETTERS && [...letters].every((letter) => READABLE.includes(letter)) ? letters : null;
}

/** Of one agent's code: the same code of two agents has two. */
export function digestOfCode(agentId: string, code: string): string {
  return digestOf(`${agentId} ${code.replaceAll('-', '')}`);
}
