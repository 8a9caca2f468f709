import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { SETTINGS, type Settings } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { clientAddress } from '../agents/client-address.js';
import { PublicAnnouncements } from '../announcements/public-announcements.js';
import { writeAtom } from '../announcements/write-atom.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { HelpRate } from '../knowledge/help-rate.js';
import { describePromise } from '../reports/kinds/promises-report.js';
import { HoursReader } from '../service-levels/hours/hours-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { PublicAnnouncementListShape, PublicDeskShape } from './shapes/announcements.js';
import { HelpLanguage } from './shapes/help.js';

const LIMITED = { rate_limited: 429 };
const SECONDS = 30;
const ASKED_BY_PAGE: ReadonlySet<string> = new Set(['form', 'appeal', 'emergency']);

/** What any page anywhere may ask of the desk. */
@ApiController('help', 'public')
export class PublicController {
  constructor(
    private readonly announcements: PublicAnnouncements,
    private readonly profiles: DeskProfiles,
    private readonly hours: HoursReader,
    private readonly inboxes: InboxDirectory,
    private readonly rate: HelpRate,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Needs('nobody')
  @Answers({ summary: 'The desk as its customers see it: name, colour, languages, hours', shape: PublicDeskShape, problems: LIMITED })
  @Get('desk')
  async desk(
    @Query(reads(HelpLanguage)) { language }: HelpLanguage,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.open(request, response);
    const { appearance, languages, reports } = this.profiles.current().desk;
    const say = (text: LocalisedText | undefined) => (text === undefined ? '' : pickText(text, language, languages[0]));
    const [{ channels }, forms] = await Promise.all([this.hours.list(), this.listForms(language)]);
    return {
      name: this.nameOf(language),
      accent: appearance.accent ?? null,
      languages,
      forms,
      promises: reports.promises.map((promise) => ({
        ...{
          name: say(promise.name),
          for: say(promise.for),
          says: promise.says === undefined ? describePromise(promise) : say(promise.says),
        },
      })),
      hours: channels.map(({ channel, name, open, by, opensAt, closesAt }) => ({
        ...{ channel, name: pickText(name, language, languages[0]), open, by, opensAt, closesAt },
      })),
    };
  }

  @Needs('nobody')
  @Answers({
    summary: 'What the desk tells everybody now, severest first',
    description:
      'In force, or ahead and shown already; holidays as early as the desk says. Every site may read it (CORS); it has an ETag, so asking again costs little.',
    shape: PublicAnnouncementListShape,
    problems: LIMITED,
  })
  @Get('announcements')
  async list(
    @Query(reads(HelpLanguage)) { language }: HelpLanguage,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.open(request, response);
    const answer = { items: await this.announcements.list(language), nextCursor: null };
    return this.unlessKnown(JSON.stringify(answer), request, response) ? undefined : answer;
  }

  @Needs('nobody')
  @Answers({ summary: 'The same as an Atom feed', produces: 'application/atom+xml', problems: LIMITED })
  @Get('announcements.atom')
  async feed(@Query(reads(HelpLanguage)) { language }: HelpLanguage, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.open(request, response);
    const { languages } = this.profiles.current().desk;
    const url = (this.settings.http.publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`).replace(/\/$/, '');
    const items = await this.announcements.list(language);
    const feed = writeAtom({ name: this.nameOf(language), url, language: language ?? languages[0]!, items });
    if (this.unlessKnown(feed, request, response)) return void response.end();
    response.setHeader('Content-Type', 'application/atom+xml; charset=utf-8').end(feed);
  }

  /** Forms that people fill: those that the desk describes first. */
  private async listForms(language: string | undefined) {
    const { forms, languages } = this.profiles.current().desk;
    const inboxes = (await this.inboxes.list()).filter(({ channel, provider }) => channel === 'form' && ASKED_BY_PAGE.has(provider));
    const described = Object.entries(forms).flatMap(([form, { name, inboxes: of }]) =>
      inboxes.filter(({ id }) => of.includes(id)).map(({ id }) => ({ inbox: id, name: pickText(name, language, languages[0]), form })),
    );
    const others = inboxes.filter(({ id }) => !described.some(({ inbox }) => inbox === id));
    return [...described, ...others.map(({ id, displayName }) => ({ inbox: id, name: displayName ?? id, form: null }))];
  }

  private open(request: Request, response: Response): void {
    this.rate.take(clientAddress(request));
    response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Cache-Control', `public, max-age=${SECONDS}`);
  }

  /** Who has it already is told so. */
  private unlessKnown(body: string, request: Request, response: Response): boolean {
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    response.setHeader('ETag', tag);
    const known = (request.header('if-none-match') ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
    if (known) response.status(304);
    return known;
  }

  private nameOf(language: string | undefined): string {
    const { appearance, languages } = this.profiles.current().desk;
    return appearance.name === undefined ? this.settings.deskSettings.name : pickText(appearance.name, language, languages[0]);
  }
}
