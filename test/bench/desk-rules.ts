import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, startStandalone } from './contenders.js';
import type { Figure } from './figures.js';
import { takeTurns } from './throughput.js';
import { showRate } from './throughput-figures.js';
import { API_KEY } from '../support/started-product.js';

const DESK = 'game-service';
/** People of the desk's file who sit at it: first line, complaints, advisers and departments. */
const AGENTS = ['yi', 'er', 'san', 'tou', 'gu', 'wen', 'hao', 'zhi', 'fu', 'ji', 'shu', 'wu', 'liu', 'zong'];
/** Of the rate without a desk, at least. */
const LEAST = 0.9;

/**
 * The same mails at the product without a desk and with the desk of most rules (recognition, request types, clocks, rules, routing to
 * people who are there, surveys): what all that takes from the rate at which mails become entries.
 */
export async function measureDeskRules(messages: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const config = join(folder, 'inboxes.json');
  await writeFile(config, JSON.stringify({ inboxes: [{ id: 'support', address: 'support@example.com' }] }));
  const running: Contender[] = [];
  try {
    const plain = await startStandalone();
    running.push(plain);
    const desk = await startStandalone('standalone, all rules', { TRIBUTARY_DESK: DESK, TRIBUTARY_CONFIG: config });
    running.push(desk);
    await takeSeats(desk.apiUrl!);
    const { yardstick, measured, ratio } = await takeTurns(plain, desk, messages);
    const whole = messages >= 20_000;
    return [
      { part: 'rules', name: 'standalone without a desk', measured: showRate(yardstick) },
      { part: 'rules', name: `standalone with ${DESK}`, measured: showRate(measured) },
      {
        ...{ part: 'rules', name: 'with all rules / without, by rate', measured: ratio.toFixed(2), target: `≥ ${LEAST}` },
        ...(whole ? { holds: ratio >= LEAST } : {}),
      },
    ];
  } finally {
    for (const contender of running) {
      contender.resume();
      await contender.stop();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeSeats(apiUrl: string): Promise<void> {
  const ask = async (method: string, path: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(`${apiUrl}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  for (const name of AGENTS) {
    const agent = { email: `${name}@mofa.example`, displayName: name, role: 'agent', password: 'a password of the bench' };
    const { id } = (await ask('POST', '/agents', agent)) as { id: string };
    await ask('PUT', `/agents/${id}/presence`, { state: 'online' });
  }
}
