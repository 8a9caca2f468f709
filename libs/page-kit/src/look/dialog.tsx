import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.js';
import css from './dialog.module.css';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** A sentence below the title, read out with it. */
  readonly about?: ReactNode;
  /** panel: at the end of the page's line, as high as the page. */
  readonly look?: 'middle' | 'wide' | 'panel';
  /** It is only read: then its text itself is moved by keys. */
  readonly isRead?: boolean;
  readonly children: ReactNode;
  /** Buttons, the one that does it last. */
  readonly actions?: ReactNode;
}

/** Radix holds the focus, closes by Escape and gives the focus back. Its own overlay is left out: it writes style elements, which our policy forbids. */
export function Dialog({ open, onClose, title, about, look = 'middle', isRead = false, children, actions }: DialogProps) {
  const { t } = useTranslation('kit');
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className={css['veil']} aria-hidden />
        <Radix.Content className={`${css['dialog']} ${css[look]}`} {...(about === undefined ? { 'aria-describedby': undefined } : {})}>
          <header className={css['head']}>
            <Radix.Title className={css['title']}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon="close" label={t('close')} small />
            </Radix.Close>
          </header>
          {about !== undefined && <Radix.Description className={css['about']}>{about}</Radix.Description>}
          <div className={css['body']} {...(isRead ? { tabIndex: 0, role: 'group', 'aria-label': title } : {})}>
            <KeptFocus />
            {children}
          </div>
          {actions && <footer className={css['actions']}>{actions}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A menu that opened the dialog gives the focus back to its button as it closes, after the dialog took it. */
function KeptFocus() {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      const body = place.current?.parentElement;
      const dialog = body?.closest('[role="dialog"]');
      if (!body || !dialog || dialog.contains(document.activeElement)) return;
      (body.querySelector<HTMLElement>('input,select,textarea') ?? dialog.querySelector<HTMLElement>('button'))?.focus();
    });
    return () => clearTimeout(timer);
  }, []);
  return <span ref={place} hidden />;
}
