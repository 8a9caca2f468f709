/** The five desks: their file in config/desks, and how many rows the table has of each. */
export const DESKS = {
  d0: { profile: 'smartcv', rows: 16 },
  d1: { profile: 'service-process', rows: 15 },
  d2: { profile: 'support-levels', rows: 22 },
  d3: { profile: 'game-service', rows: 29 },
  d4: { profile: 'cross-border', rows: 13 },
} as const;
export type DeskName = keyof typeof DESKS;

/** D0.1 … D0.16 and so on. */
export function listRows(name: DeskName): string[] {
  return Array.from({ length: DESKS[name].rows }, (_, at) => `${name.toUpperCase()}.${at + 1}`);
}
