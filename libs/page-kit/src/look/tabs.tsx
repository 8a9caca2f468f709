import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './tabs.module.css';

interface Tab {
  readonly key: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

export function Tabs({
  label,
  tabs,
  value,
  onChange,
}: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (key: string) => void;
}) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className={css['tabs']}>
      <Radix.List aria-label={label} className={css['list']}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.key} value={tab.key} className={css['tab']}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.key} value={tab.key} className={css['content']}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
