import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainProblem } from '../asking/explain-problem.js';
import { Button, IconButton } from './button.js';
import { Explained } from './states.js';
import css from './toasts.module.css';

export interface Toast {
  readonly text: string;
  /** What more is known, on a line below. */
  readonly about?: string | null;
  readonly tone?: 'plain' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Milliseconds; what failed stays until it is closed. */
  readonly forMs?: number;
}

interface Toasts {
  readonly show: (toast: Toast) => void;
  /** Says why something failed. */
  readonly fail: (error: unknown) => void;
}

const Context = createContext<Toasts>({ show: () => undefined, fail: () => undefined });
export const useToasts = (): Toasts => useContext(Context);

const SHOWN_MS = 5_000;
const MOST = 3;
let made = 0;

/** Short words about what was just done, with a way back where there is one. */
export function ToastsProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('kit');
  const [toasts, setToasts] = useState<readonly (Toast & { readonly id: number })[]>([]);
  const close = useCallback((id: number) => setToasts((now) => now.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (toast: Toast) => {
      made += 1;
      const id = made;
      setToasts((now) => [...now.slice(1 - MOST), { ...toast, id }]);
      if (toast.tone !== 'bad') setTimeout(() => close(id), toast.forMs ?? SHOWN_MS);
    },
    [close],
  );
  const value = useMemo<Toasts>(
    () => ({
      show,
      fail: (error) => {
        const { title, about } = explainProblem(error, t);
        show({ text: title, about, tone: 'bad' });
      },
    }),
    [show, t],
  );
  return (
    <Context.Provider value={value}>
      {children}
      <div className={css['place']} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={`${css['toast']} ${toast.tone === 'bad' ? css['bad'] : ''}`}>
            <span>
              <Explained title={toast.text} about={toast.about ?? null} />
            </span>
            {toast.action && (
              <Button
                small
                onClick={() => {
                  toast.action?.run();
                  close(toast.id);
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton small icon="close" label={t('close')} onClick={() => close(toast.id)} />
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}
