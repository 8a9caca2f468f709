import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ExampleRepository, type NewExample } from './example.repository.js';
import { PredictionRepository } from './prediction.repository.js';
import { LEARNED, type LearnedKind } from './recogniser.js';
import { readTicketWords } from './ticket-words.js';

interface Correction {
  readonly ticketId: string;
  readonly kind: LearnedKind;
  readonly to: string | null;
}

/** What an agent says of a ticket is the next example: the category he chose, with the customer's words. */
@Injectable()
export class CorrectionFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly examples: ExampleRepository,
    private readonly predictions: PredictionRepository,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'recognition-corrections', order: 11, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const corrections = happenings.flatMap(toCorrections);
    if (corrections.length === 0) return;
    const words = await readTicketWords(
      unit.transaction,
      corrections.map(({ ticketId }) => ticketId),
      this.profiles.current().desk,
    );
    const examples = corrections.flatMap(({ ticketId, kind, to }): NewExample[] => {
      const text = words.get(ticketId)?.trim() ?? '';
      return to === null || text === '' ? [] : [{ kind, ticketId, text, label: to }];
    });
    const last = new Map(corrections.map((one) => [`${one.kind} ${one.ticketId}`, one]));
    await this.examples.insert(unit.transaction, examples, { source: 'agent', actor: { kind: 'agent' } }, unit.now);
    await this.predictions.correct(unit.transaction, [...last.values()], unit.now);
  }
}

function toCorrections({ type, ticketId, data }: Happening): Correction[] {
  if (type !== 'ticket.changed.v1') return [];
  const { changes, by } = data as { changes: Record<string, { to: unknown }>; by: { kind: string } };
  if (by.kind !== 'agent') return [];
  return LEARNED.filter((kind) => changes[kind] !== undefined).map((kind) => {
    const { to } = changes[kind]!;
    return { ticketId, kind, to: typeof to === 'string' ? to : null };
  });
}
