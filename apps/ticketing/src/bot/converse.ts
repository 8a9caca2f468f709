import type { BotScript, BotSection, BotSetting, BotStep } from '../desk/schema/bot.js';
import { fillText, pickText, type LocalisedText } from '../desk/schema/texts.js';
import { foldText } from '../recognition/words/find-words.js';
import type { FoundAnswer } from './answer-finder.js';
import { findChoice, readBotWords, type BotWords } from './bot-words.js';
import { bareOf, NO, YES } from './person-words.js';

/** Where a bot's conversation stands. */
export interface BotPlace {
  readonly script: string | null;
  readonly step: string | null;
  /** It asked whether its answer helped. */
  readonly askedHelped: boolean;
  readonly turns: number;
  readonly misses: number;
}

export const BEGINNING: BotPlace = { script: null, step: null, askedHelped: false, turns: 0, misses: 0 };

export interface Heard {
  readonly text: string;
  /** The customer's. */
  readonly language: string | null;
  /** As recognised; null: unsure. */
  readonly category: string | null;
}

export interface Said {
  readonly text: string;
  /** Where it is from: shown to whoever approves it. */
  readonly from: { readonly kind: 'script' | 'answer' | 'knowledge' | 'house'; readonly key?: string; readonly score?: number };
}

export type BotEnd = { readonly kind: 'solved' } | { readonly kind: 'person'; readonly reason: PersonReason };
/** Why a person takes over. */
export type PersonReason = 'asked' | 'emergency' | 'script' | 'unknown' | 'too_long' | 'rejected' | 'unreviewed' | 'outside';

/** What a bot makes of a message. */
export interface BotTurn {
  readonly place: BotPlace;
  readonly say: readonly Said[];
  readonly set: readonly BotSetting[];
  readonly fields: Readonly<Record<string, string>>;
  readonly end: BotEnd | null;
}

export interface BotMind {
  readonly bot: BotSection;
  readonly deskLanguage: string;
  find(question: string, language: string | null): Promise<FoundAnswer | null>;
}

const LONGEST_ANSWER = 2_000;

/**
 * One turn: what is heard, in this order: the wish for a person, an emergency, an answer within a script or to “did it help?”, what begins a script,
 * a question that has an answer. What fits nothing is said so, and after a few of them a person takes over.
 */
export async function converse(mind: BotMind, place: BotPlace, heard: Heard): Promise<BotTurn> {
  const { bot } = mind;
  const words = readBotWords(bot);
  const folded = foldText(heard.text);
  const at = { ...place, turns: place.turns + 1 };
  const tell = teller(mind, heard.language);
  if (words.wantsPerson(folded)) return end(at, 'asked');
  if (bot.emergency !== undefined && words.isEmergency(folded))
    return { ...end(at, 'emergency'), say: [tell(bot.emergency.say, { kind: 'house' })], set: [bot.emergency.set] };
  if (at.turns > bot.mostTurns) return end(at, 'too_long');
  const step = stepOf(bot, at);
  if (step !== null) return answerStep(mind, words, at, { step, folded, heard });
  if (at.askedHelped) {
    const bare = bareOf(folded);
    if (YES.test(bare))
      return {
        ...nothing(at),
        place: { ...at, askedHelped: false },
        say: [tell(bot.texts.solved, { kind: 'house' })],
        end: { kind: 'solved' },
      };
    if (NO.test(bare)) return miss(mind, { ...at, askedHelped: false }, heard.language);
  }
  return begin(mind, words, { ...at, askedHelped: false }, { folded, heard });
}

interface Hearing {
  readonly folded: string;
  readonly heard: Heard;
}

async function begin(mind: BotMind, words: BotWords, at: BotPlace, { folded, heard }: Hearing): Promise<BotTurn> {
  const { bot } = mind;
  const scripted =
    words.scriptOf(folded) ??
    Object.entries(bot.scripts).find(([, one]) => heard.category !== null && one.categories.includes(heard.category))?.[0];
  if (scripted !== undefined)
    return enter(mind, at, { script: scripted, step: bot.scripts[scripted]!.first, language: heard.language, fields: {}, set: [] });
  const tell = teller(mind, heard.language);
  const answer = words.answerOf(folded);
  const found: Said | null =
    answer === undefined
      ? await findAnswer(mind, heard)
      : tell(bot.answers.find(({ key }) => key === answer)!.answer, { kind: 'answer', key: answer });
  if (found === null) return miss(mind, at, heard.language);
  return {
    ...nothing({ ...at, askedHelped: true, misses: 0 }),
    say: [{ ...found, text: `${found.text}\n\n${tell(bot.texts.helped, { kind: 'house' }).text}` }],
  };
}

async function findAnswer(mind: BotMind, { text, language }: Heard): Promise<Said | null> {
  const found = await mind.find(text, language);
  if (found === null || found.score < mind.bot.leastScore) return null;
  return { text: found.text, from: { kind: 'knowledge', key: found.key, score: found.score } };
}

async function answerStep(
  mind: BotMind,
  words: BotWords,
  at: BotPlace,
  { step, folded, heard }: Hearing & { readonly step: BotStep },
): Promise<BotTurn> {
  const { bot } = mind;
  const chosen = step.choices.length === 0 ? null : findChoice(step.choices, folded);
  const fits = step.choices.length === 0 ? matches(step, heard.text) : chosen !== null;
  if (!fits) {
    // He may have asked something else.
    if (words.scriptOf(folded) !== undefined || words.answerOf(folded) !== undefined)
      return begin(mind, words, { ...at, script: null, step: null }, { folded, heard });
    const misses = at.misses + 1;
    if (misses >= bot.mostMisses + 1) return end({ ...at, misses }, 'unknown');
    const again = teller(mind, heard.language)(step.again ?? bot.texts.again, { kind: 'script', key: at.script! });
    return { ...nothing({ ...at, misses }), say: [again] };
  }
  const kept =
    chosen === null
      ? heard.text.trim().slice(0, LONGEST_ANSWER)
      : pickText(step.choices[chosen]!.label, mind.deskLanguage, mind.deskLanguage);
  const fields = step.field === undefined ? {} : { [step.field]: kept };
  const next = chosen === null ? step.to : step.choices[chosen]!.to;
  if (next === undefined) return { ...end({ ...at, misses: 0 }, 'script'), fields };
  return enter(mind, { ...at, misses: 0 }, { script: at.script!, step: next, language: heard.language, fields, set: [] });
}

interface Entering {
  readonly script: string;
  readonly step: string;
  readonly language: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly set: readonly BotSetting[];
}

/** Says a step; one that asks nothing leads on at once. */
function enter(mind: BotMind, at: BotPlace, entering: Entering, said: readonly Said[] = [], walked = 0): BotTurn {
  const { script, language, fields } = entering;
  const step = mind.bot.scripts[script]!.steps[entering.step]!;
  const tell = teller(mind, language);
  const set = step.set === undefined ? entering.set : [...entering.set, step.set];
  const lines = step.choices.map(({ label }, index) => `${index + 1}. ${pickText(label, language, mind.deskLanguage)}`);
  const words = step.say === undefined ? '' : tell(step.say, { kind: 'script', key: script }, fields).text;
  const text = [words, ...lines].filter((line) => line !== '').join('\n');
  const say: Said[] = text === '' ? [...said] : [...said, { text, from: { kind: 'script', key: script } }];
  const place = { ...at, script, step: entering.step };
  const over = { ...at, script: null, step: null };
  if (step.end === 'person') return { place: over, say, set, fields, end: { kind: 'person', reason: 'script' } };
  if (step.end === 'solved')
    return { place: { ...over, askedHelped: true }, say: helpedAfter(mind, say, language), set, fields, end: null };
  if (step.choices.length === 0 && step.field === undefined && step.pattern === undefined && step.to !== undefined && walked < 20)
    return enter(mind, at, { ...entering, step: step.to, set }, say, walked + 1);
  return { place, say, set, fields, end: null };
}

/** The end of a script asks whether it helped, as an answer does: the customer says when it is solved. */
function helpedAfter(mind: BotMind, say: readonly Said[], language: string | null): Said[] {
  return [...say, teller(mind, language)(mind.bot.texts.helped, { kind: 'house' })];
}

function miss(mind: BotMind, at: BotPlace, language: string | null): BotTurn {
  const misses = at.misses + 1;
  if (misses >= mind.bot.mostMisses) return end({ ...at, misses }, 'unknown');
  return { ...nothing({ ...at, misses }), say: [teller(mind, language)(mind.bot.texts.unknown, { kind: 'house' })] };
}

function stepOf(bot: BotSection, { script, step }: BotPlace): BotStep | null {
  const found: BotScript | undefined = script === null ? undefined : bot.scripts[script];
  // Gone with a newer desk: the conversation begins anew.
  return (step === null ? undefined : found?.steps[step]) ?? null;
}

function matches({ pattern }: BotStep, text: string): boolean {
  return pattern === undefined ? text.trim() !== '' : new RegExp(pattern, 'u').test(text.trim().slice(0, 500));
}

function teller(mind: BotMind, language: string | null) {
  return (texts: LocalisedText, from: Said['from'], values: Readonly<Record<string, string>> = {}): Said => ({
    text: fillText(pickText(texts, language, mind.deskLanguage), values),
    from,
  });
}

function nothing(place: BotPlace): BotTurn {
  return { place, say: [], set: [], fields: {}, end: null };
}

function end(at: BotPlace, reason: PersonReason): BotTurn {
  return { ...nothing({ ...at, script: null, step: null, askedHelped: false }), end: { kind: 'person', reason } };
}
