import { describe, expect, it } from '@jest/globals';
import { readCsvArticles, readJsonLines, readMarkdown } from './read-articles.js';
import { readCsv } from './read-csv.js';

describe('articles of files', () => {
  it('are rows of CSV as spreadsheets write them', () => {
    expect(readCsv('\uFEFFa;b\r\n"x;1";"say ""hi""\nthere"\r\n;\r\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x;1', 'say "hi"\nthere'] },
    ]);
    const { articles, faults } = readCsvArticles('key,title,body,keywords,video_url\nk,T,B,one; two,https://v.example/1\n', 'f.csv', 'en');
    expect(faults).toEqual([]);
    expect(articles[0]?.content.texts['en']).toMatchObject({
      keywords: ['one', 'two'],
      videos: [{ title: 'T', url: 'https://v.example/1' }],
    });
    expect(readCsvArticles('name,text\nx,y\n', 'f.csv', 'en').faults).toEqual([
      { where: 'f.csv:1', problem: 'the header has no title and no body; it has name, text' },
    ]);
  });

  it('are lines of JSON, whole or a language a line', () => {
    const { articles, faults } = readJsonLines(
      '{"key":"a","language":"zh","title":"甲","body":"一"}\n{"key":"a","language":"en","title":"A","body":"one"}\n{"key":"b","texts":{"en":{"title":"B","body":"two"}}}\n',
      'f',
      'zh',
    );
    expect(faults).toEqual([]);
    expect(articles.map(({ key, content }) => [key, Object.keys(content.texts)])).toEqual([
      ['a', ['zh', 'en']],
      ['b', ['en']],
    ]);
  });

  it('are told with all their faults and where they stand', () => {
    const { faults } = readJsonLines(
      '{"key":"a","title":"A"}\n[]\n{"key":"x","language":"en","title":"t","body":"b","kind":"poem"}\n{"key":"x","language":"en","title":"t","body":"b"}',
      'f',
      'en',
    );
    expect(faults.map(({ where }) => where)).toEqual(['f:2', 'f:4', 'f:1', 'f:3']);
    expect(faults.map(({ problem }) => problem).join('\n')).toMatch(/is no JSON object[\s\S]*two texts in en[\s\S]*body[\s\S]*kind/);
  });

  it('are Markdown with front matter or a heading', () => {
    const { articles } = readMarkdown(
      [
        { name: 'help/Reset Pump.en.md', text: '---\ntitle: Reset\nsection: pumps\nkeywords: [stuck]\n---\nHold it.\n' },
        { name: 'reset-pump.zh.md', text: '# 重置\n\n按住。' },
      ],
      'en',
    );
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({
      key: 'reset-pump',
      content: { section: 'pumps', texts: { en: { title: 'Reset', body: 'Hold it.' }, zh: { title: '重置' } } },
    });
  });
});
