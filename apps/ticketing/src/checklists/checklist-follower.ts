import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessagePart } from '#contracts';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { Notices } from '../notices/notices.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ChecklistRepository } from './checklist.repository.js';
import { type ChecklistRun, describeResults, type StepResult, toRunSteps } from './checklist-run.js';
import { GuidanceSender } from './guidance-sender.js';

interface Message {
  readonly id: string;
  readonly ticket_id: string;
  readonly parts: readonly MessagePart[];
  readonly assignee_id: string | null;
}

const ORDER = 35;

/** What customers bring: the picture that a guidance waits for, and the ticks of a check they did themselves before they wrote. */
@Injectable()
export class ChecklistFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly runs: ChecklistRepository,
    private readonly guidance: GuidanceSender,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'checklists', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const entries = happenings.flatMap(({ type, data }) =>
      type === 'ticket.entry_added.v1' && data['direction'] === 'inbound' ? [String(data['entryId'])] : [],
    );
    if (entries.length === 0) return;
    const messages = await unit.transaction.query<Message & { [column: string]: unknown }>(
      `select e.id, coalesce(t.merged_into, t.id) as ticket_id, e.parts, t.assignee_id from entries e join tickets t on t.id = e.ticket_id
       where e.id = any($1::uuid[]) order by e.ticket_id, e.seq`,
      [entries],
    );
    await this.takePictures(unit, messages);
    await this.takeTicks(unit, messages);
  }

  private async takePictures(unit: WorkUnit, messages: readonly Message[]): Promise<void> {
    const shown = messages.filter(({ parts }) => parts.some(isPicture));
    if (shown.length === 0) return;
    const waiting = await this.runs.findWaiting(unit.transaction, [...new Set(shown.map(({ ticket_id }) => ticket_id))]);
    for (const run of waiting) {
      const message = shown.find(({ ticket_id }) => ticket_id === run.ticketId)!;
      const result = {
        runId: run.id,
        step: run.waitsFor!,
        result: true,
        note: null,
        entryId: message.id,
        actor: { kind: 'system' as const },
        at: unit.now,
      };
      await this.runs.putResults(unit.transaction, [result]);
      const [draft] = await unit.lock([run.ticketId]);
      if (run.goesOn === 'itself' && run.sentUpTo < run.steps.length) {
        await this.guidance.sendNext(unit, draft!, run, HOUSE);
        continue;
      }
      await this.runs.update(unit.transaction, { ...run, waitsFor: null });
      const at = run.steps.findIndex(({ key }) => key === run.waitsFor) + 1;
      const to = message.assignee_id === null ? ({ role: 'agent' } as const) : { agent: message.assignee_id };
      const text = `${draft!.number}: the picture for step ${at} of “${run.name}” is there`;
      await this.notices.tell(unit, [
        { to, kind: 'guidance_picture', text, ticketId: run.ticketId, key: `guidance:${run.id}:${run.waitsFor}` },
      ]);
    }
  }

  /** A field of a form that is called as a checklist holds the keys of what was ticked. */
  private async takeTicks(unit: WorkUnit, messages: readonly Message[]): Promise<void> {
    const { version, desk } = this.profiles.current();
    const language = desk.languages[0] ?? 'en';
    for (const message of messages)
      for (const { key, ticked } of readTicks(message.parts, desk.checklists.lists)) {
        const list = desk.checklists.lists[key]!;
        const steps = toRunSteps(list, language, language);
        const name = pickText(list.name, language);
        const actor = { kind: 'system' as const, displayName: 'customer' };
        const run: Omit<ChecklistRun, 'results'> = {
          ...{
            id: randomUUID(),
            ticketId: message.ticket_id,
            checklist: key,
            kind: list.kind,
            name,
            language,
            steps,
            state: 'done',
            sentUpTo: 0,
          },
          ...{ waitsFor: null, goesOn: list.goesOn, startedBy: actor, startedAt: unit.now, endedAt: unit.now, version: 1 },
        };
        const results = list.steps
          .filter(({ key: step, text }) => ticked.some((tick) => tick === step || textsOf(text).includes(tick)))
          .map(({ key: step }): StepResult => ({ step, result: true, note: null, entryId: message.id, actor, at: unit.now }));
        await this.runs.insert(unit.transaction, run, version);
        await this.runs.putResults(
          unit.transaction,
          results.map((result) => ({ ...result, runId: run.id })),
        );
        const [draft] = await unit.lock([message.ticket_id]);
        const report = describeResults({ name, steps, results });
        const ticks = Object.fromEntries(results.map(({ step }) => [step, true]));
        const data = { runId: run.id, checklist: key, state: 'by_customer', results: ticks, report };
        const text = `Checked by the customer: ${report}`;
        unit.addEntry(draft!, null, (seq) =>
          toRecordEntry(
            { id: randomUUID(), ticketId: draft!.id, seq, direction: 'system', actor: HOUSE, text, code: 'checklist.ended', data },
            unit.now,
          ),
        );
      }
  }
}

function isPicture(part: MessagePart): boolean {
  if (part.type === 'image' || part.type === 'video') return true;
  return part.type === 'file' && /^(?:image|video)\//.test(part.media.detectedType ?? part.media.declaredType ?? '');
}

export function readTicks(parts: readonly MessagePart[], lists: Readonly<Record<string, unknown>>): { key: string; ticked: string[] }[] {
  const keys = new Map(Object.keys(lists).map((key) => [key.replaceAll('-', '_'), key]));
  return parts.flatMap((part) =>
    part.type !== 'form'
      ? []
      : part.fields.flatMap(({ name, value }) => {
          const key = keys.get(name.replaceAll('-', '_'));
          return key === undefined ? [] : [{ key, ticked: [value].flat().map(String) }];
        }),
  );
}

function textsOf(texts: string | Readonly<Record<string, string>>): string[] {
  return typeof texts === 'string' ? [texts] : Object.values(texts);
}
