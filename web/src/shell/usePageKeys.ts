import { type HotkeyItem, useHotkeys } from '@mantine/hooks'
import { isElsewhere } from './useShortcuts'

/** Keys of a page. They rest while a field, a dialog or a menu has the focus. */
export function usePageKeys(items: HotkeyItem[]): void {
  useHotkeys(
    items.map(
      ([key, run, options]): HotkeyItem => [
        key,
        (event) => {
          if (!isElsewhere(event.target)) run(event)
        },
        options,
      ],
    ),
  )
}
