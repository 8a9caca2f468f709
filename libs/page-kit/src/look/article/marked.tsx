import { type Span, readMarks } from '#contracts/marked-text';

/** Bold, italic and linked words of one line. Elements are made of them, never markup: whatever else stands there is text. */
export function Marked({ text }: { readonly text: string }) {
  return toElements(readMarks(text));
}

function toElements(spans: readonly Span[]) {
  return spans.map((span, index) => {
    switch (span.kind) {
      case 'words':
        return span.text;
      case 'bold':
        return <strong key={index}>{toElements(span.spans)}</strong>;
      case 'italic':
        return <em key={index}>{toElements(span.spans)}</em>;
      case 'link':
        return (
          <a key={index} href={span.url} rel="noopener noreferrer">
            {toElements(span.spans)}
          </a>
        );
    }
  });
}
