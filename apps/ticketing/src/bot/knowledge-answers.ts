import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { KnowledgeSearch } from '../knowledge/knowledge-search.js';
import type { AnswerFinder, FoundAnswer } from './answer-finder.js';
import { SeedAnswers } from './seed-answers.js';

/** The surer one of the knowledge base and the desk file's own answers. */
@Injectable()
export class KnowledgeAnswers implements AnswerFinder {
  constructor(
    private readonly knowledge: KnowledgeSearch,
    private readonly seeds: SeedAnswers,
  ) {}

  async find(question: Parameters<AnswerFinder['find']>[0], transaction: Transaction): Promise<FoundAnswer | null> {
    const seed = await this.seeds.find(question);
    const [article] = await this.knowledge.findAnswers(question.text, question.language, 1, transaction);
    if (article === undefined || (seed !== null && seed.score >= article.score)) return seed;
    const { id, key, title } = article.article;
    return { key: key ?? id, title, text: article.answer, score: article.score };
  }
}
