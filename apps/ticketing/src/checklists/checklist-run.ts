import type { Checklist } from '../desk/schema/checklists.js';
import { pickText } from '../desk/schema/texts.js';
import type { Actor } from '../tickets/actor.js';

/** A step as it stood when the run began, in the run's language. */
export interface RunStep {
  readonly key: string;
  readonly text: string;
  readonly asks: 'tick' | 'text' | 'choice';
  readonly choices: readonly { readonly key: string; readonly name: string }[];
  readonly screenshot: boolean;
  readonly article: string | null;
}

export interface StepResult {
  readonly step: string;
  /** Of a tick: true or false; of a choice its key; of a text the words. */
  readonly result: string | boolean;
  readonly note: string | null;
  /** Message of the customer that shows it. */
  readonly entryId: string | null;
  readonly actor: Actor;
  readonly at: Date;
}

export interface ChecklistRun {
  readonly id: string;
  readonly ticketId: string;
  readonly checklist: string;
  readonly kind: Checklist['kind'];
  readonly name: string;
  readonly language: string;
  readonly steps: readonly RunStep[];
  readonly results: readonly StepResult[];
  readonly state: 'running' | 'done' | 'given_up';
  /** Of a guidance: so many steps went to the customer. */
  readonly sentUpTo: number;
  /** Of a guidance: the step whose picture is awaited. */
  readonly waitsFor: string | null;
  readonly goesOn: Checklist['goesOn'];
  readonly startedBy: Actor;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly version: number;
}

export function toRunSteps(list: Checklist, language: string, desk: string | undefined): RunStep[] {
  const say = (text: Parameters<typeof pickText>[0]) => pickText(text, language, desk);
  return list.steps.map(({ key, text, asks, choices, screenshot, article }) => ({
    key,
    text: say(text),
    asks,
    choices: choices.map((choice) => ({ key: choice.key, name: say(choice.name) })),
    screenshot,
    article: article ?? null,
  }));
}

/** The next part of a guidance: numbered steps up to the first that waits for a picture, which it names. */
export function nextSteps(steps: readonly RunStep[], from: number): { readonly upTo: number; readonly waitsFor: RunStep | null } {
  const at = steps.findIndex((step, index) => index >= from && step.screenshot);
  return at < 0 ? { upTo: steps.length, waitsFor: null } : { upTo: at + 1, waitsFor: steps[at]! };
}

const WORDS = {
  zh: {
    picture: (step: number) => `完成第 ${step} 步后，请发一张截图给我们，我们再发后面的步骤。`,
    end: '以上是全部步骤。完成后请告诉我们是否解决。',
  },
  en: {
    picture: (step: number) => `When you have done step ${step}, please send us a screenshot; the next steps follow then.`,
    end: 'These are all the steps. Please tell us whether it works now.',
  },
};

export function composeGuidance(steps: readonly RunStep[], from: number, language: string): string {
  const { upTo, waitsFor } = nextSteps(steps, from);
  const words = language.startsWith('zh') ? WORDS.zh : WORDS.en;
  const lines = steps.slice(from, upTo).map(({ text }, index) => `${from + index + 1}. ${text}`);
  return `${lines.join('\n')}\n\n${waitsFor === null ? words.end : words.picture(upTo)}`;
}

/** For the thread: what was checked, with what result. */
export function describeResults({ name, steps, results }: Pick<ChecklistRun, 'name' | 'steps' | 'results'>): string {
  const of = new Map(results.map((result) => [result.step, result]));
  const lines = steps.map(({ key, text, choices }, index) => {
    const found = of.get(key);
    const mark = found === undefined ? '–' : found.result === true ? '✓' : found.result === false ? '✗' : '·';
    const words =
      typeof found?.result === 'string' ? `: ${choices.find((choice) => choice.key === found.result)?.name ?? found.result}` : '';
    return `${mark} ${index + 1}. ${text}${words}${found?.note ? ` (${found.note})` : ''}`;
  });
  return `${name}\n${lines.join('\n')}`;
}
