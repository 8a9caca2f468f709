import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU in ticks of 10 ms. */
const TICK_MS = 10;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

function readStats(): Stat[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const command = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
      return [{ pid: Number(name), parent: Number(fields[1]), command, cpuMs: ticks * TICK_MS, rssBytes: Number(fields[21]) * 4096 }];
    } catch {
      return [];
    }
  });
}

export interface TreeUse {
  /** The first process, its Node children, and PostgreSQL's processes, each with those of theirs that have ended. */
  readonly mainCpuMs: number;
  readonly childrenCpuMs: number;
  readonly postgresCpuMs: number;
  /** Of all Node processes. */
  readonly nodeRssBytes: number;
}

/** CPU and memory of a process and all below it; `extra` adds trees of other roots (a database server that runs apart). */
export function measureTree(root: number, extra: readonly number[] = []): TreeUse {
  const stats = readStats();
  const below = (pid: number): Stat[] => stats.filter((stat) => stat.parent === pid).flatMap((stat) => [stat, ...below(stat.pid)]);
  const own = stats.filter((stat) => stat.pid === root);
  const others = [...below(root), ...extra.flatMap((pid) => [...stats.filter((stat) => stat.pid === pid), ...below(pid)])];
  const isPostgres = (stat: Stat) => stat.command.startsWith('postgres');
  const sum = (list: readonly Stat[], value: (stat: Stat) => number) => list.reduce((total, stat) => total + value(stat), 0);
  const node = others.filter((stat) => !isPostgres(stat));
  return {
    mainCpuMs: sum(own, (stat) => stat.cpuMs),
    childrenCpuMs: sum(node, (stat) => stat.cpuMs),
    postgresCpuMs: sum(others.filter(isPostgres), (stat) => stat.cpuMs),
    nodeRssBytes: sum([...own, ...node], (stat) => stat.rssBytes),
  };
}
