import { useMemo } from 'react';
import css from './article-body.module.css';
import { Marked } from './marked.js';
import { readArticle } from './read-article.js';

/** Text as text, whoever wrote it. */
export function ArticleBody({ body }: { readonly body: string }) {
  const blocks = useMemo(() => readArticle(body), [body]);
  return (
    <div className={css['body']}>
      {blocks.map((block, index) => {
        switch (block.kind) {
          case 'heading':
            return (
              <h2 key={index}>
                <Marked text={block.text} />
              </h2>
            );
          case 'paragraph':
            return (
              <p key={index}>
                <Marked text={block.text} />
              </p>
            );
          case 'steps':
            return <ol key={index}>{toItems(block.items)}</ol>;
          case 'points':
            return <ul key={index}>{toItems(block.items)}</ul>;
        }
      })}
    </div>
  );
}

function toItems(items: readonly string[]) {
  return items.map((item, index) => (
    <li key={index}>
      <Marked text={item} />
    </li>
  ));
}
