import { categoryPath } from '../desk/schema/categories.js';
import type { Desk } from '../desk/desk-schema.js';
import type { ContactFacts, TicketFacts } from '../facts/ticket-facts.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import { TICKET_PRIORITIES, type TicketPriority } from '../tickets/ticket-state.js';
import { readyCategories } from './category-phrases.js';
import { detectLanguage } from './language/detect-language.js';
import { type ModelInForce, recogniseCategory } from './local-recogniser.js';
import type { LearnedKind, Recognised, RecognisedKind, SecondOpinion } from './recogniser.js';
import { type Mood, recogniseMood } from './words/mood.js';
import { findUrgency } from './words/urgency.js';

const GRAVITY: Readonly<Record<Mood, number>> = { satisfied: 0, neutral: 0, upset: 1, angry: 2 };

/** What of a ticket it matters to. */
export interface JudgedFacts extends Pick<TicketFacts, 'language' | 'category' | 'mood' | 'urgency' | 'priority' | 'tags'> {
  readonly contact: Pick<ContactFacts, 'language' | 'plan'>;
}

export interface Heard {
  /** All that the customer wrote in the ticket so far. */
  readonly text: string;
  /** What he wrote last, or in this batch. */
  readonly last: string;
  /** How he sounded when he said it; null where nothing heard it. */
  readonly voice: Mood | null;
  /** The ticket was opened by it. */
  readonly opened: boolean;
}

export type Models = Readonly<Partial<Record<LearnedKind, ModelInForce>>>;

export interface Judgement {
  readonly edit: TicketEdit;
  readonly recognised: Readonly<Partial<Record<RecognisedKind, Recognised>>>;
  /** A definition of urgent that holds since now. */
  readonly urgent: string | null;
}

/** What a customer's words change of a ticket. What a door, a form or an agent said stays; priority only rises, but for a new ticket's. Pure. */
export function judgeTicket(desk: Desk, models: Models, facts: JudgedFacts, heard: Heard, second: SecondOpinion = {}): Judgement {
  const { recognition } = desk;
  const { nodes } = readyCategories(desk.categories);
  const recognised: Partial<Record<RecognisedKind, Recognised>> = {};
  const language = recognition.language && facts.language === null ? detectLanguage(heard.text, desk.languages) : null;
  if (language !== null) recognised.language = fromWords(language.language, language.confidence, []);
  if (recognition.category.on && facts.category === null && nodes.length > 0)
    recognised.category = second.category ?? recogniseCategory(desk.categories, models.category ?? null, heard.text);
  const category = facts.category ?? recognised.category?.label ?? null;
  const mood = recognition.mood.on ? (second.mood ?? judgeMood(heard)) : null;
  if (mood !== null && (facts.mood === null || mood.label !== 'neutral' || mood.basis !== 'words')) recognised.mood = mood;
  if (recognition.urgency && facts.urgency === null) {
    const urgency = recogniseUrgency(desk, models, { facts, category, text: heard.text });
    if (urgency !== null) recognised.urgency = urgency;
  }
  const urgent = recognised.urgency?.label ?? null;
  const moodRule =
    recognised.mood === undefined || recognised.mood.label === 'neutral'
      ? undefined
      : desk.recognition.mood[recognised.mood.label as 'angry'];
  const isNew = facts.category === null ? recognised.category?.label != null : heard.opened;
  const usual = isNew && facts.priority === 'normal' ? nodes.find(({ key }) => key === category)?.priority : undefined;
  const priority = highest(usual ?? facts.priority, urgent === null ? undefined : desk.urgent[urgent]?.priority, moodRule?.raise);
  const tags = moodRule?.tags ?? [];
  return {
    edit: {
      ...(recognised.language === undefined
        ? facts.language === null && facts.contact.language !== null && recognition.language
          ? { language: facts.contact.language }
          : {}
        : { language: recognised.language.label }),
      ...(facts.category === null && category !== null ? { category } : {}),
      ...(recognised.mood === undefined || recognised.mood.label === facts.mood ? {} : { mood: recognised.mood.label }),
      ...(urgent === null ? {} : { urgency: urgent }),
      ...(priority === facts.priority ? {} : { priority }),
      ...(tags.every((tag) => facts.tags.includes(tag)) ? {} : { tags: [...facts.tags, ...tags] }),
    },
    recognised,
    urgent,
  };
}

/** The voice, unless the words are graver. */
function judgeMood({ last, voice }: Heard): Recognised {
  const { mood, because } = recogniseMood(last);
  if (voice === null || GRAVITY[mood] > GRAVITY[voice]) return fromWords(mood, mood === 'neutral' ? 0.5 : 0.8, because);
  return { ...fromWords(voice, 0.8, []), basis: 'speech' };
}

/** The desk's definitions first; what it learned from agents beside them, where that names one. */
function recogniseUrgency(
  desk: Desk,
  models: Models,
  about: { readonly facts: JudgedFacts; readonly category: string | null; readonly text: string },
): Recognised | null {
  const { facts, category, text } = about;
  const categories = category === null ? [] : categoryPath(desk.categories, category);
  const found = findUrgency(desk.urgent, { text, categories, plan: facts.contact.plan });
  if (found !== null)
    return { ...found, label: found.key, confidence: 0.9, candidates: [{ label: found.key, confidence: 0.9 }], modelVersion: null };
  const model = models.urgency;
  const learned = model?.classify(text);
  if (model === undefined || learned?.label == null || desk.urgent[learned.label] === undefined) return null;
  return {
    label: learned.label,
    confidence: learned.confidence,
    basis: 'model',
    candidates: learned.candidates,
    because: [],
    modelVersion: model.version,
  };
}

function fromWords(label: string, confidence: number, because: readonly string[]): Recognised {
  return { label, confidence, basis: 'words', candidates: [{ label, confidence }], because, modelVersion: null };
}

function highest(first: TicketPriority, ...others: (TicketPriority | undefined)[]): TicketPriority {
  const rank = (priority: TicketPriority) => TICKET_PRIORITIES.indexOf(priority);
  return others.reduce<TicketPriority>((best, one) => (one !== undefined && rank(one) > rank(best) ? one : best), first);
}
