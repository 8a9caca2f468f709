import { parentPort, workerData } from 'node:worker_threads';
import { type AppDefinition, HealthRegistry, loadLocatedSettings, Metrics, openProcessLogger, StartupNotes } from '#runtime';
import { FrontDoor } from '../http/front-door.js';
import { listenForStrays } from '../lifecycle/strays.js';
import { stopInOrder, type StopStep } from '../lifecycle/stop-in-order.js';
import { packError } from './carried-error.js';
import type { Answer, Question, Questions, ThreadPlan } from './questions.js';

/**
 * Body of a thread that runs one app with a database pool and a log session of its own, as its process in a cluster would. HTTP is the main
 * thread's: health, metrics and what a newcomer should read go there as answers.
 */
export async function runAppThread(load: () => Promise<AppDefinition>): Promise<void> {
  const { name, defaults, neighbour } = workerData as ThreadPlan;
  const { settings, locate } = loadLocatedSettings({ ...(defaults === undefined ? {} : { defaults }) });
  const log = openProcessLogger({ ...settings.log, fields: { app: name } });
  listenForStrays(log);
  const stopping = new AbortController();
  const closers: StopStep[] = [];
  const health = new HealthRegistry();
  const metrics = new Metrics();
  const notes = new StartupNotes();
  // Foreign connectors are the main thread's, as HTTP is.
  const composing = load().then((app) => ({ apps: [app], foreign: [] }));
  composing.catch(() => undefined);

  answerQuestions({
    judge: async () => {
      const { findProcessFaults } = await import('../judging/process-faults.js');
      const { apps } = await composing;
      return findProcessFaults({ settings, inboxes: settings.inboxes ?? [], locate }, { apps, foreign: null });
    },
    open: async (databaseUrl) => {
      const { openApplication } = await import('../parts/open-application.js');
      await openApplication(
        {
          name,
          settings,
          log,
          signal: stopping.signal,
          health,
          metrics,
          notes,
          front: null,
          door: new FrontDoor(health, metrics),
          logLinks: { neighbours: [neighbour], reportsLag: false },
          onStop: (step, limitMs, run) => void closers.unshift({ name: step, limitMs, run: async () => void (await run()) }),
        },
        { url: databaseUrl },
        await composing,
      );
      return notes.list();
    },
    health: async () => (await health.run()).checks,
    metrics: () => metrics.readValues(),
    stop: () => {
      stopping.abort(new Error('stopped'));
      return stopInOrder(closers, log);
    },
  });
}

function answerQuestions(answers: Questions): void {
  const port = parentPort!;
  port.on('message', ({ id, name, argument }: Question) => {
    const answering = (answers[name] as (argument: unknown) => Promise<unknown>)(argument);
    void answering.then(
      (value) => port.postMessage({ id, value } satisfies Answer),
      (error: unknown) => port.postMessage({ id, error: packError(error) } satisfies Answer),
    );
  });
}
