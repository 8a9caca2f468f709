import { Body, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { LoginThrottle } from '../agents/login-throttle.js';
import { principalOf } from '../agents/principal.js';
import { listDeskChoices, readDeskChoice } from '../first-run/desk-choices.js';
import { FirstRun, type Mark } from '../first-run/first-run.js';
import { testServer } from '../first-run/inbox-test/test-inbox.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import {
  DeskChoiceListShape,
  DeskChoiceShape,
  FirstRunMark,
  FirstRunShape,
  InboxTest,
  InboxTestResultShape,
  SentTestMailShape,
  TestMail,
} from './shapes/first-run.js';

/** From the first start to the first ticket. */
@ApiController('operations', '')
export class FirstRunController {
  constructor(
    private readonly firstRun: FirstRun,
    private readonly throttle: LoginThrottle,
  ) {}

  @Needs('admin')
  @Answers({ summary: 'How far the first run is', description: 'Steps are done when what they bring is there.', shape: FirstRunShape })
  @Get('first-run')
  async show(@Req() request: Request) {
    return this.firstRun.show(principalOf(request).agent?.id ?? null);
  }

  @Needs('admin')
  @TakesNoKey()
  @Answers({ summary: 'Skip a step of the first run, or end it', status: 204, problems: { first_run_step_unknown: 404 } })
  @Put('first-run/marks/:mark')
  async mark(@Param('mark') mark: string, @Req() request: Request): Promise<void> {
    await this.firstRun.mark(readMark(mark), principalOf(request).agent?.id ?? null);
  }

  @Needs('admin')
  @TakesNoKey()
  @Answers({ summary: 'Take a step up again', status: 204, problems: { first_run_step_unknown: 404 } })
  @Delete('first-run/marks/:mark')
  async unmark(@Param('mark') mark: string): Promise<void> {
    await this.firstRun.unmark(readMark(mark));
  }

  @Needs('admin')
  @Answers({ summary: 'Desks that ship with the product, and what each brings', shape: DeskChoiceListShape })
  @Get('first-run/desks')
  async listDesks() {
    return { items: await listDeskChoices(), nextCursor: null };
  }

  @Needs('admin')
  @Answers({ summary: 'One of them, to be put in force', shape: DeskChoiceShape, problems: { desk_choice_unknown: 404 } })
  @Get('first-run/desks/:key')
  async getDesk(@Param('key') key: string) {
    return { key, desk: await readDeskChoice(key) };
  }

  @Needs('admin')
  @TakesNoKey()
  @Answers({
    summary: 'Send a mail to this desk by its own SMTP door',
    description: 'From the address of who asks. It takes the way that any mail takes.',
    status: 202,
    shape: SentTestMailShape,
    problems: { forbidden: 403, door_closed: 409 },
  })
  @Post('first-run/test-mails')
  async sendMail(@Body(reads(TestMail)) words: TestMail, @Req() request: Request) {
    const { agent } = principalOf(request);
    if (agent === null) throw new PermanentError('a key has no address: log in', { code: 'forbidden' });
    return { remoteMessageId: await this.firstRun.sendTestMail(agent.email, words) };
  }

  @Needs('admin')
  @TakesNoKey()
  @Answers({
    summary: 'Try a mailbox and its outgoing server as they would be configured',
    description: 'Says of each step whether it works. Reads no mail, changes nothing, keeps nothing; ten tries that fail in 15 minutes.',
    shape: InboxTestResultShape,
    problems: { rate_limited: 429 },
  })
  @Post('inbox-tests')
  async testInbox(@Body(reads(InboxTest)) { imap, smtp }: InboxTest, @Req() request: Request) {
    const [subject, address] = [`inbox-test:${principalOf(request).subject}`, clientAddress(request)];
    await this.throttle.enter(subject, address);
    const steps = [
      ...(imap === undefined ? [] : await testServer('imap', imap)),
      ...(smtp === undefined ? [] : await testServer('smtp', smtp)),
    ];
    const ok = steps.length > 0 && steps.every(({ fault }) => fault === null);
    if (ok) await this.throttle.forgive(subject, address);
    return { ok, steps };
  }
}

function readMark(mark: string): Mark {
  const read = FirstRunMark.safeParse(mark);
  if (read.success) return read.data;
  throw new PermanentError(`the first run has no step ${mark}`, { code: 'first_run_step_unknown' });
}
