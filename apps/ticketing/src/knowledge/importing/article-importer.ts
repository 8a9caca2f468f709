import { Inject, Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { Effects } from '../../idempotency/effects.js';
import type { Actor } from '../../tickets/actor.js';
import { refuseUnknownPlaces } from '../article-editor.js';
import { ArticleWriter, type WriteCount } from '../article-writer.js';
import type { ImportFault, ReadArticles } from './read-articles.js';

const AT_ONCE = 500;
const MOST_TOLD = 100;

/** Articles of files and programs, many at once. Nothing is written when anything is wrong. */
@Injectable()
export class ArticleImporter {
  constructor(
    private readonly effects: Effects,
    private readonly writer: ArticleWriter,
    @Inject(DeskProfiles) private readonly profiles: Pick<DeskProfiles, 'current'>,
  ) {}

  /** All in one transaction. Throws `PermanentError`: `import_faulty` (fields.faults), `section_unknown`, `product_line_unknown`. */
  async import({ articles, faults }: ReadArticles, wishes: { publish: boolean; actor: Actor; note: string }): Promise<WriteCount> {
    refuseFaults(faults);
    refuseUnknownPlaces(
      articles.map(({ content }) => content),
      this.profiles.current().desk.knowledge,
    );
    return this.effects.run(async (transaction) => {
      let sum: WriteCount = { added: 0, changed: 0, same: 0 };
      for (let from = 0; from < articles.length; from += AT_ONCE) {
        const { added, changed, same } = await this.writer.write(transaction, articles.slice(from, from + AT_ONCE), wishes);
        sum = { added: sum.added + added, changed: sum.changed + changed, same: sum.same + same };
      }
      return sum;
    });
  }
}

/** Throws `PermanentError` (`import_faulty`). */
export function refuseFaults(faults: readonly ImportFault[]): void {
  if (faults.length === 0) return;
  const told = faults.slice(0, MOST_TOLD);
  const more = faults.length > told.length ? `\n  … and ${faults.length - told.length} more` : '';
  throw new PermanentError(
    `${faults.length} faults, nothing was imported:\n${told.map(({ where, problem }) => `  ${where}: ${problem}`).join('\n')}${more}`,
    {
      code: 'import_faulty',
      hint: 'correct them and import the file again; what is the same already changes nothing',
      fields: { faults: told },
    },
  );
}
