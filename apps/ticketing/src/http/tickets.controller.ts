import { Body, Get, Inject, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { canonicalValueOf } from '#contracts';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { principalOf } from '../agents/principal.js';
import { BulkActions } from '../teamwork/bulk-actions.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { TicketEditor } from '../tickets/ticket-editor.js';
import { TicketOpener } from '../tickets/ticket-opener.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { refuseUnknownBlobs } from './refuse-unknown-blobs.js';
import { toTicketFilter } from './to-ticket-filter.js';
import { EntryPageShape, EntryQuery, EntryShape } from './shapes/entries.js';
import { TicketQuery } from './shapes/ticket-query.js';
import { TicketChange } from './shapes/ticket-change.js';
import { ChangedTicketShape, NewTicket, Note, TicketPageShape, TicketShape, toParts } from './shapes/tickets.js';

const CHANGE_PROBLEMS = { ticket_unknown: 404, version_conflict: 409 };
/** What the desk's own rules say to a change. */
const DESK_PROBLEMS = { fields_invalid: 422, request_type_unknown: 422, stage_by_move: 422, archive_missing: 409, closing_unasked: 409 };
const ASSIGNMENT_PROBLEMS = { agent_unknown: 422, group_unknown: 422 };

@ApiController('tickets', 'tickets')
export class TicketsController {
  constructor(
    private readonly tickets: TicketReader,
    private readonly entries: EntryReader,
    private readonly editor: TicketEditor,
    private readonly actions: BulkActions,
    private readonly opener: TicketOpener,
    private readonly agents: AgentRepository,
    private readonly groups: GroupDirectory,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Tickets of all states and boxes unless filtered', shape: TicketPageShape, problems: { not_an_agent: 422 } })
  @Get()
  async list(@Query(reads(TicketQuery)) { limit, cursor, sort, ...query }: TicketQuery, @Req() request: Request) {
    return this.tickets.list(toTicketFilter(query, principalOf(request), this.clock.now()), { limit, cursor, sort });
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Open a ticket by hand',
    description:
      'For a customer who came by a way that has no inbox. `message` writes to him at once, where the channel lets us write first.',
    status: 201,
    shape: TicketShape,
    problems: { origin_unknown: 422, contact_unknown: 422, inbox_unknown: 422, writing_first_impossible: 422, ...ASSIGNMENT_PROBLEMS },
  })
  @Post()
  async open(@Body(reads(NewTicket)) { contact, message, ...more }: NewTicket, @Req() request: Request) {
    await this.refuseUnknownAgent(more.assignee);
    const group = more.group === undefined ? undefined : this.groups.resolve(more.group);
    const first = message === undefined ? undefined : { ...message, parts: toParts(message) };
    await refuseUnknownBlobs(this.blobs, first?.parts ?? []);
    const id = await this.opener.open(
      {
        ...more,
        ...(group === undefined ? {} : { group }),
        contact: 'id' in contact ? contact : { ...contact, identity: toCanonical(contact.identity) },
        ...(first === undefined ? {} : { message: first }),
      },
      principalOf(request).actor,
    );
    return this.find(id);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'One ticket, by id or number',
    description: 'After a merge the old id and number lead on.',
    shape: TicketShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id')
  async get(@Param('id') id: string) {
    return this.find(id);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Change a ticket',
    description:
      'What is absent stays; null takes a value away. A ticket is new once only: setting it to new opens it. `undo` takes the change back by DELETE, for 30 days; what somebody changed since stays.',
    shape: ChangedTicketShape,
    problems: { ...CHANGE_PROBLEMS, ...ASSIGNMENT_PROBLEMS, ...DESK_PROBLEMS },
  })
  @Patch(':id')
  async change(@Param('id') id: string, @Body(reads(TicketChange)) change: TicketChange, @Req() request: Request) {
    await this.refuseUnknownAgent(change.assignee);
    const { ticketId, undo } = await this.actions.edit(id, change, principalOf(request).actor);
    return { ...(await this.find(ticketId)), undo: undo === null ? null : `/api/v1/bulk-actions/${undo}` };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'The thread of a ticket', shape: EntryPageShape, problems: { ticket_unknown: 404 } })
  @Get(':id/entries')
  async listEntries(@Param('id') id: string, @Query(reads(EntryQuery)) query: EntryQuery) {
    return this.entries.list((await this.find(id)).id, query);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Write a note that only agents see', status: 201, shape: EntryShape, problems: { ticket_unknown: 404 } })
  @Post(':id/notes')
  async addNote(@Param('id') id: string, @Body(reads(Note)) note: Note, @Req() request: Request) {
    return this.editor.addNote(id, note.text, principalOf(request).actor);
  }

  private async find(id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket;
  }

  private async refuseUnknownAgent(id: string | null | undefined): Promise<void> {
    if (id === undefined || id === null || (await this.agents.exists(id))) return;
    throw new PermanentError(`there is no agent ${id}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
  }
}

function toCanonical({ scheme, value }: { scheme: string; value: string }) {
  return { scheme, value: canonicalValueOf(scheme, value), raw: value };
}
