import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { ArticleEditor } from './article-editor.js';
import { ArticleLinks } from './article-links.js';
import { ArticleOpinions } from './article-opinions.js';
import { ArticleSeeder } from './article-seeder.js';
import { ArticleSender } from './article-sender.js';
import { ArticleWriter } from './article-writer.js';
import { ArticleRepository } from './article.repository.js';
import { ArticleImporter } from './importing/article-importer.js';
import { HelpReader } from './help-reader.js';
import { KnowledgeSearch } from './knowledge-search.js';
import { LinkedArticles } from './linked-articles.js';
import { KnowledgeRounds } from './problems/knowledge-rounds.js';
import { ProblemReader } from './problems/problem-reader.js';
import { Proposals } from './problems/proposals.js';
import { TypicalProblems } from './problems/typical-problems.js';
import { PassageIndex } from './searching/passage-index.js';
import { PassageSearch } from './searching/passage-search.js';
import { SearchLog } from './searching/search-log.js';
import { SolutionDrafter } from './solution-drafter.js';
import { TicketQuestion } from './ticket-question.js';
import { TicketKnowledge } from './ticket-knowledge.js';

const services = [
  ...[ArticleEditor, ArticleImporter, ArticleRepository, ArticleSeeder, KnowledgeSearch, SearchLog, SolutionDrafter, TicketKnowledge],
  ...[ArticleOpinions, LinkedArticles, ProblemReader, HelpReader],
];

/** The help. */
@Module({
  imports: [DeskWorkModule],
  providers: [
    ...services,
    ArticleLinks,
    ArticleSender,
    ArticleWriter,
    KnowledgeRounds,
    Proposals,
    TicketQuestion,
    TypicalProblems,
    PassageIndex,
    PassageSearch,
  ],
  exports: services,
})
export class KnowledgeModule {}
