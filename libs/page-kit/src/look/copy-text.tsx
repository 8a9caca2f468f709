import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import css from './copy-text.module.css';

const SAID_MS = 2_000;

/** Something to be taken along as it is: an address, a key, a command. */
export function CopyText({
  text,
  copied = text,
  label,
}: {
  readonly text: string;
  /** What is copied, where it is shown more readably. */
  readonly copied?: string;
  readonly label: string;
}) {
  const { t } = useTranslation('kit');
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(copied);
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_MS);
  };
  return (
    <div className={css['copy']}>
      <pre className={css['text']} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      {/* The clipboard is only there on https and localhost; elsewhere the text is marked by hand. */}
      {window.isSecureContext && (
        <Button small icon={isCopied ? 'check' : 'note'} onClick={() => void copy()}>
          {isCopied ? t('copied') : t('copy')}
        </Button>
      )}
      <span role="status" className="visually-hidden">
        {isCopied ? t('copied') : ''}
      </span>
    </div>
  );
}
