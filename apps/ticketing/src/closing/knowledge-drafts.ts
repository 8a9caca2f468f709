import { Injectable } from '@nestjs/common';
import { ArticleEditor } from '../knowledge/article-editor.js';
import { SolutionDrafter } from '../knowledge/solution-drafter.js';
import { HOUSE } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Ending } from './closing-facts.js';

/** How a case was solved, as a draft of the library. */
@Injectable()
export class KnowledgeDrafts {
  constructor(
    private readonly drafter: SolutionDrafter,
    private readonly editor: ArticleEditor,
  ) {}

  /** Id of the draft; the one that an agent made of this ticket before, if any. */
  async draft({ transaction }: WorkUnit, { facts, archive }: Ending): Promise<string> {
    const [known] = await transaction.query<{ id: string }>(
      `select id from knowledge_articles where ticket_id = $1::uuid and state <> 'archived' order by created_at limit 1`,
      [facts.id],
    );
    if (known !== undefined) return known.id;
    const texts = await this.drafter.compose(transaction, facts, archive.solution === null ? {} : { solution: archive.solution });
    const content = { section: null, kind: 'case' as const, visibility: 'public' as const, productLines: [], texts };
    return this.editor.createIn(transaction, { content, ticketId: facts.id, note: `from ${facts.number}` }, HOUSE);
  }
}
