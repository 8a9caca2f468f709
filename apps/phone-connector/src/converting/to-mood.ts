import type { Handling } from '#contracts';

type Mood = NonNullable<Handling['mood']>;

/** As speech services say it. */
const LABELS: Readonly<Record<Mood, readonly string[]>> = {
  angry: ['angry', 'anger', 'furious', '愤怒', '生气'],
  upset: ['upset', 'frustrated', 'frustration', 'disappointed', 'sad', 'sadness', 'anxious', 'negative', '不满', '失望', '焦虑', '负面'],
  neutral: ['neutral', 'calm', '平静', '中性'],
  satisfied: ['satisfied', 'happy', 'happiness', 'joy', 'positive', '满意', '高兴', '正面'],
};
const MOODS = new Map(Object.entries(LABELS).flatMap(([mood, labels]) => labels.map((label) => [label, mood as Mood])));

/** Undefined for a label that is none of ours; it still stands in the entry. */
export function toMood(label: string): Mood | undefined {
  return MOODS.get(label.trim().toLowerCase());
}
