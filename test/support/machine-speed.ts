const TEXT = 'Lorem ipsum, dolor <sit@amet.example> consectetur; '.repeat(4_000);
/** What the work below took on the machine that bars of processor time were set on: two quiet cores of 2024. */
const THERE_MS = 200;

/** How much longer this machine computes at the same work about texts, at this moment; 1 where it is no slower. Bars of processor time are multiplied by it. */
export function slownessOfMachine(): number {
  const times = Array.from({ length: 4 }, takeTime);
  return Math.max(1, Math.min(...times.slice(1)) / THERE_MS);
}

function takeTime(): number {
  const before = process.cpuUsage();
  for (let count = 0; count < 12; count += 1) {
    const words = TEXT.split(/[ ,;]+/).map((word) => word.toUpperCase().replace(/[AEIOU]/g, '_'));
    JSON.parse(JSON.stringify({ words, lines: TEXT.split(' ') }));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
