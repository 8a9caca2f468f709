import { DropdownMenu as Radix } from 'radix-ui';
import { Fragment, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';
import css from './menu.module.css';

export interface MenuItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly icon?: IconName;
  readonly hint?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** A button. */
  readonly trigger: ReactNode;
  /** Groups of items with a line between them. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly align?: 'start' | 'end';
}

/** Not modal: what is modal there writes style elements. Keys are Radix's: arrows, first letters, Escape. */
export function Menu({ trigger, groups, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={css['menu']} align={align} sideOffset={4} collisionPadding={8}>
          {groups
            .filter((items) => items.length > 0)
            .map((items, index) => (
              <Fragment key={items[0]!.key}>
                {index > 0 && <Radix.Separator className={css['line']} />}
                {items.map((item) => (
                  <Radix.Item
                    key={item.key}
                    className={`${css['item']} ${item.danger ? css['danger'] : ''}`}
                    disabled={item.disabled ?? false}
                    onSelect={item.onSelect}
                  >
                    <span className={css['mark']}>
                      {item.checked ? <Icon name="check" size={16} /> : item.icon && <Icon name={item.icon} size={16} />}
                    </span>
                    <span>{item.label}</span>
                    {item.hint && <span className={css['hint']}>{item.hint}</span>}
                  </Radix.Item>
                ))}
              </Fragment>
            ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
