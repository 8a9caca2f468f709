import type { ReactNode } from 'react';
import css from './page-frame.module.css';

interface PageFrameProps {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly about?: ReactNode;
  /** What can be done here, at the end of the title's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of administration: title, its actions, then one thing below the other. */
export function PageFrame({ title, about, actions, children }: PageFrameProps) {
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <div className={css['words']}>
          <h1>{title}</h1>
          {about && <p className="quiet">{about}</p>}
        </div>
        {actions && <div className={css['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a title of its own. */
export function Panel({
  title,
  actions,
  children,
}: {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={css['panel']}>
      {(title || actions) && (
        <header className={css['panelHead']}>
          {title && <h2>{title}</h2>}
          {actions && <div className={css['actions']}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
