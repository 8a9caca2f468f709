import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './menu.module.css';

interface PopoverProps {
  readonly trigger: ReactNode;
  /** What it is about, for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

export function Popover({ trigger, label, children, ...controlled }: PopoverProps) {
  return (
    <Radix.Root {...controlled}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={css['popover']} sideOffset={4} collisionPadding={8} align="start" aria-label={label}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
