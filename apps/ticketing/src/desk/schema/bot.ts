import { z } from 'zod';
import { BOT_TEXTS } from './bot-texts.js';
import { type CategoriesSection, listCategories, Phrases } from './categories.js';
import { type DeskFault, Key } from './keys.js';
import { Span } from './spans.js';
import { LocalisedText } from './texts.js';

const set = z
  .strictObject({
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
    category: Key.optional(),
    group: Key.optional(),
    requestType: Key.optional(),
    level: z.int().min(1).max(9).optional().describe('support level'),
    tags: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
  })
  .describe('what becomes of the ticket');
export type BotSetting = z.infer<typeof set>;

const choice = z.strictObject({
  label: LocalisedText,
  words: Phrases.describe('what a customer may say instead of the label or its number'),
  to: Key.describe('a step of the script'),
});

const step = z.strictObject({
  say: LocalisedText.optional(),
  choices: z.array(choice).max(12).default([]).describe('the customer chooses by number, label or words'),
  field: Key.optional().describe('his answer is kept in this field of the ticket'),
  pattern: z.string().max(300).optional().describe('regular expression that an answer must match'),
  again: LocalisedText.optional().describe('said where an answer fits nothing'),
  to: Key.optional().describe('the step after an answer without choices'),
  set: set.optional(),
  end: z.enum(['solved', 'person']).optional().describe('solved: nothing is open; person: handed over'),
});
export type BotStep = z.infer<typeof step>;

const script = z.strictObject({
  name: LocalisedText,
  words: Phrases.describe('what begins it'),
  categories: z.array(Key).default([]).describe('a message recognised as one of these begins it too'),
  first: Key,
  steps: z.record(Key, step),
});
export type BotScript = z.infer<typeof script>;

/** Who answers first. Without `channels` and `inboxes` nobody but people does. */
export const BotSection = z
  .strictObject({
    name: LocalisedText.prefault({ zh: '智能助手', en: 'Assistant' }),
    channels: z.array(z.string()).default([]).describe('channels where the bot answers first'),
    inboxes: z.array(z.string()).default([]).describe('single inboxes where it does'),
    answeredBy: z
      .enum(['desk', 'outside'])
      .default('desk')
      .describe('outside: a program of yours answers, by POST /tickets/{id}/bot/replies'),
    review: z
      .enum(['none', 'knowledge', 'all'])
      .default('none')
      .describe('answers that wait for an agent’s approval: none, those found in the knowledge base, all but hand-over'),
    reviewers: Key.optional().describe('group that is told of answers to approve'),
    reviewWithin: Span.default('10m').describe('an answer that nobody decided by then goes to nobody: a person takes over'),
    leastScore: z.number().min(0).max(1).default(0.4).describe('of a found answer, below it the bot does not know'),
    mostMisses: z.int().min(1).max(10).default(2).describe('questions in a row that it does not know, then a person takes over'),
    mostTurns: z.int().min(1).max(100).default(20).describe('then a person takes over'),
    personWords: Phrases.describe('more words for “talk to a human”; those of thirteen languages are built in'),
    emergency: z
      .strictObject({ words: Phrases, set, say: LocalisedText })
      .optional()
      .describe('words that make it an emergency: told and handed over at once'),
    scripts: z.record(Key, script).default({}),
    answers: z
      .array(z.strictObject({ key: Key, question: LocalisedText, words: Phrases, answer: LocalisedText }))
      .max(2_000)
      .default([])
      .describe('answers that need no article'),
    texts: z
      .strictObject({
        greeting: LocalisedText.optional(),
        unknown: LocalisedText.prefault(BOT_TEXTS.unknown),
        helped: LocalisedText.prefault(BOT_TEXTS.helped),
        solved: LocalisedText.prefault(BOT_TEXTS.solved),
        handedOver: LocalisedText.prefault(BOT_TEXTS.handedOver),
        position: LocalisedText.prefault(BOT_TEXTS.position),
        estimate: LocalisedText.prefault(BOT_TEXTS.estimate),
        again: LocalisedText.prefault(BOT_TEXTS.again),
        community: LocalisedText.optional().describe('said after hand-over: where customers help each other'),
        review: LocalisedText.optional().describe('said while an answer waits for approval'),
      })
      .prefault({}),
  })
  .prefault({});
export type BotSection = z.infer<typeof BotSection>;

interface Botted {
  readonly bot: BotSection;
  readonly categories: CategoriesSection;
  readonly groups: Readonly<Record<string, unknown>>;
}

/** Steps that no script has, categories and groups that nobody defined, patterns that cannot be read. */
export function findBotFaults({ bot, categories, groups }: Botted): DeskFault[] {
  const known = listCategories(categories).map(({ key }) => key);
  const faults: DeskFault[] = [];
  const mustBe = (path: DeskFault['path'], key: string | undefined, among: readonly string[], what: string) => {
    if (key === undefined || among.includes(key)) return;
    faults.push({ path: ['bot', ...path], problem: `there is no ${what} "${key}"`, allowed: among.join(', ') || `no ${what} is defined` });
  };
  const mustSet = (path: DeskFault['path'], set: BotSetting | undefined) => {
    mustBe([...path, 'category'], set?.category, known, 'category');
    mustBe([...path, 'group'], set?.group, Object.keys(groups), 'group');
  };
  mustBe(['reviewers'], bot.reviewers, Object.keys(groups), 'group');
  mustSet(['emergency', 'set'], bot.emergency?.set);
  for (const [key, { first, steps, categories: begins }] of Object.entries(bot.scripts)) {
    const names = Object.keys(steps);
    const path = ['scripts', key] as const;
    mustBe([...path, 'first'], first, names, 'step');
    begins.forEach((one, index) => mustBe([...path, 'categories', index], one, known, 'category'));
    for (const [name, step] of Object.entries(steps)) {
      const at = [...path, 'steps', name] as const;
      mustBe([...at, 'to'], step.to, names, 'step');
      step.choices.forEach(({ to }, index) => mustBe([...at, 'choices', index, 'to'], to, names, 'step'));
      mustSet([...at, 'set'], step.set);
      if (step.pattern !== undefined && !isPattern(step.pattern))
        faults.push({
          path: ['bot', ...at, 'pattern'],
          problem: 'this is no regular expression',
          allowed: 'one that JavaScript reads with the flag u',
        });
    }
  }
  return faults;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
