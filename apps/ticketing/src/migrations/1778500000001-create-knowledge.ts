import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The help. What an article says stands in its versions, whole; what is searched stands apart, an article and language a row, only of what is
 * published. Terms are made by us, so the columns are plain `tsvector`s without a text search configuration: any PostgreSQL reads them.
 */
export class CreateKnowledge1778500000001 implements MigrationInterface {
  readonly name = 'CreateKnowledge1778500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ARTICLES);
    await runner.query(SEARCH);
    await runner.query(WORK);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table if exists knowledge_rounds, knowledge_blobs, knowledge_uses, knowledge_proposals, knowledge_searches, knowledge_terms, knowledge_passages,
      knowledge_reviews, knowledge_versions, knowledge_articles`);
  }
}

const ARTICLES = `
  create table knowledge_articles (
    id uuid primary key,
    key text unique,
    state text not null check (state in ('draft', 'published', 'archived')),
    section text,
    kind text not null,
    visibility text not null check (visibility in ('public', 'internal')),
    product_lines text[] not null,
    title text not null,
    version integer not null,
    published_version integer,
    seeded_version integer,
    ticket_id uuid,
    review_due date,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    published_at timestamptz,
    archived_at timestamptz
  );
  create index knowledge_articles_order on knowledge_articles (updated_at desc, id desc);
  create index knowledge_articles_state on knowledge_articles (state, updated_at desc, id desc);
  create index knowledge_articles_section on knowledge_articles (section, updated_at desc, id desc) where section is not null;
  create index knowledge_articles_review on knowledge_articles (review_due, id) where state = 'published' and review_due is not null;
  create index knowledge_articles_ticket on knowledge_articles (ticket_id) where ticket_id is not null;
  create table knowledge_versions (
    article_id uuid not null,
    version integer not null,
    content jsonb not null,
    actor jsonb not null,
    note text,
    made_at timestamptz not null,
    primary key (article_id, version)
  );
  create table knowledge_blobs (
    ref text not null,
    article_id uuid not null,
    primary key (ref, article_id)
  );
  create table knowledge_reviews (
    id uuid primary key,
    article_id uuid not null,
    version integer not null,
    valid boolean not null,
    note text,
    actor jsonb not null,
    reviewed_at timestamptz not null
  );
  create index knowledge_reviews_article on knowledge_reviews (article_id, reviewed_at desc);
`;

const SEARCH = `
  create table knowledge_passages (
    article_id uuid not null,
    language text not null,
    internal boolean not null,
    section text,
    product_lines text[] not null,
    length integer not null,
    terms tsvector not null,
    heads tsvector not null,
    primary key (article_id, language)
  );
  create index knowledge_passages_terms on knowledge_passages using gin (terms) with (gin_pending_list_limit = 256);
  create index knowledge_passages_heads on knowledge_passages using gin (heads) with (gin_pending_list_limit = 256);
  create table knowledge_terms (
    term text collate "C" primary key,
    passages integer not null,
    heads integer not null
  ) with (fillfactor = 80);
`;

const WORK = `
  create table knowledge_searches (
    question text collate "C" primary key,
    shown text not null,
    language text,
    asked integer not null,
    unanswered integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    dealt_with_at timestamptz
  );
  create index knowledge_searches_unanswered on knowledge_searches (unanswered desc, last_at desc) where unanswered > 0 and dealt_with_at is null;
  create table knowledge_proposals (
    article_id uuid primary key,
    month text not null,
    problem text not null,
    ticket_ids uuid[] not null,
    proposed_at timestamptz not null,
    decided_at timestamptz
  );
  create index knowledge_proposals_month on knowledge_proposals (month);
  create table knowledge_uses (
    ticket_id uuid not null,
    article_id uuid not null,
    how text not null check (how in ('linked', 'sent', 'answered')),
    actor jsonb not null,
    used_at timestamptz not null,
    primary key (ticket_id, article_id, how)
  );
  create index knowledge_uses_article on knowledge_uses (article_id, used_at desc);
  create table knowledge_rounds (
    kind text not null,
    period text not null,
    done_at timestamptz,
    primary key (kind, period)
  );
`;
