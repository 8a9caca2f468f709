import type { Figure } from './figures.js';
import { measureIntake } from './intake.js';
import { measureChecks } from './signed.js';
import { measureStages, type StageCpu } from './stages.js';
import { compareThroughput } from './throughput.js';
import type { Throughput } from './turns.js';

/** The product beside the bare pipeline, and intake alone. */
export async function measureThroughput(messages: number): Promise<Figure[]> {
  const { yardstick: bare, measured: standalone, ratio } = await compareThroughput(messages);
  const intake = await measureIntake(Math.min(messages, 10_000));
  const { store, log } = await measureStages(Math.min(messages, 10_000));
  const checks = await measureChecks(2_000);
  const whole = messages >= 20_000;
  const line = (name: string, measured: string, target?: string, holds?: boolean): Figure => ({
    part: 'throughput',
    name,
    measured,
    ...(target === undefined ? {} : { target }),
    ...(holds === undefined || !whole ? {} : { holds }),
  });
  return [
    line('bare pipeline', showRate(bare)),
    line('standalone', showRate(standalone)),
    line('standalone / bare pipeline', ratio.toFixed(2), '≥ 0.50, aim 1.00', ratio >= 0.5),
    line('all Node processes, idle', `${standalone.idleMb} MB`, '≤ 300 MB', (standalone.idleMb ?? Infinity) <= 300),
    line(
      `all Node processes, ${messages} mails a turn`,
      `${standalone.peakMb?.join(', ')} MB`,
      '≤ 600 MB with 20000',
      (standalone.peakMb?.[0] ?? Infinity) <= 600,
    ),
    line(
      'intake alone',
      `${intake.perSecond} /s, node ${intake.nodeMicroseconds} µs, postgres ${intake.postgresMicroseconds} µs, ${intake.statementsPerBatch} statements a batch`,
    ),
    line('checks of a sender, DNS known', `unsigned ${checks.unsignedUs} µs, signed (RSA 2048) ${checks.signedUs} µs`),
    line(
      'CPU a mail by stage',
      showStages(standalone, { store, log, intake: { node: intake.nodeMicroseconds, postgres: intake.postgresMicroseconds } }),
    ),
  ];
}

/** Parse is measured in the run; store, log and intake alone, with nothing beside them; receive is what they leave of the main process. */
function showStages({ cpuUs }: Throughput, stages: Readonly<Record<'store' | 'log' | 'intake', StageCpu>>): string {
  const { store, log, intake } = stages;
  const receive = Math.max(0, cpuUs.main - store.node - log.node - intake.node);
  const show = ({ node, postgres }: StageCpu) => `${node} + ${postgres} µs`;
  return `receive ${receive}, parse ${cpuUs.parsers} µs; Node + PostgreSQL: store ${show(store)}, log ${show(log)}, intake ${show(intake)}`;
}

export function showRate({ mailsPerSecond, cpuUs: { main, parsers, postgres, all } }: Throughput): string {
  return `${mailsPerSecond} /s, CPU a mail ${all} µs (main ${main}, parsers ${parsers}, postgres ${postgres})`;
}
