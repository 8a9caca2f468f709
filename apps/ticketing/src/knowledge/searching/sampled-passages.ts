/** One passage in so many is in the sample, which has indexes of its own: what many thousands have is looked for there. */
export const SAMPLE_SHARE = 16;

/** Condition of the partial indexes, word for word, so that PostgreSQL knows them by it. */
export const IS_SAMPLED = 'get_byte(uuid_send(article_id), 15) % 16 = 0';
