import { Get, Header, Param, Post } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { PageLinks } from '../emergencies/page-links.js';
import { PageRepository } from '../emergencies/page.repository.js';
import { PageWork } from '../emergencies/page-work.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';

const HTML = 'text/html; charset=utf-8';

/** The link in a page: whoever has it was sent it. Looking changes nothing, for programs look at links too; the button does. */
@ApiController('emergencies', 'page-links')
export class PageLinksController {
  constructor(
    private readonly links: PageLinks,
    private readonly pages: PageRepository,
    private readonly work: PageWork,
  ) {}

  @Needs('nobody')
  @Answers({
    summary: 'What somebody was called to, with a button to take it',
    produces: 'text/html',
    problems: { page_link_invalid: 404, page_unknown: 404 },
  })
  @Header('content-type', HTML)
  @Header('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
  @Header('referrer-policy', 'no-referrer')
  @Header('cache-control', 'no-store')
  @Get(':token')
  async show(@Param('token') token: string) {
    const page = await this.pages.findPage(this.links.read(token));
    if (page === null) throw new PermanentError('there is no such page', { code: 'page_unknown' });
    const open = page.state === 'calling' || page.state === 'unanswered';
    const taken =
      page.acknowledgedBy === null
        ? 'This call is over. 此呼叫已结束。'
        : `Taken by ${page.acknowledgedBy}. 已由 ${page.acknowledgedBy} 接手。`;
    return write(page.number, open ? '<form method="post"><button>Take it · 确认接手</button></form>' : `<p>${escape(taken)}</p>`);
  }

  @Needs('nobody')
  @TakesNoKey()
  @Answers({
    summary: 'Take an emergency by the link',
    produces: 'text/html',
    problems: { page_link_invalid: 404, page_unknown: 404, page_over: 409 },
  })
  @Header('content-type', HTML)
  @Header('referrer-policy', 'no-referrer')
  @Post(':token')
  async take(@Param('token') token: string) {
    const id = this.links.read(token);
    await this.work.acknowledgeByLink(id);
    const page = await this.pages.findPage(id);
    return write(page?.number ?? '', '<p>It is yours. 已确认，由您处理。</p>');
  }
}

/** The number and nothing else of the ticket: a link may be read by others. */
function write(number: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(number)}</title><h1>${escape(number)}</h1>${body}</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
