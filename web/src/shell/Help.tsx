import { Modal } from '@mantine/core'
import { t } from '../i18n'
import classes from './Help.module.css'
import { keyOf, PAGES } from './pages'

const items = t.help.items
const GROUPS: [string, [string, string[]][]][] = [
  [
    t.help.everywhere,
    [
      [items.palette, ['Ctrl/⌘ K']],
      [items.focusSearch, ['/']],
      ...PAGES.flatMap((page): [string, string[]][] => {
        const key = keyOf(page)
        return key ? [[t.help.goTo(page.label), ['g', key]]] : []
      }),
      [items.help, ['?']],
    ],
  ],
  [
    t.help.lists,
    [
      [items.move, ['j', 'k']],
      [items.open, ['Enter']],
      [items.select, ['x']],
      [items.copy, ['c']],
      [items.filters, ['f']],
    ],
  ],
  [
    t.help.trace,
    [
      [items.move, ['↓', '↑']],
      [items.fold, ['←', '→']],
      [items.nextError, ['e']],
      [items.annotate, ['a']],
      [items.comments, ['m']],
      [items.otherTrace, ['Shift', 'j', 'k']],
      [items.zoom, ['Ctrl', 'wheel']],
      [items.zoomTo, ['z', 'Shift', 'z']],
      [items.close, ['Esc']],
    ],
  ],
  [
    t.help.writing,
    [
      [items.save, ['Ctrl/⌘ Enter']],
      [items.moveMessage, ['Alt', 'Shift', '↑', '↓']],
      [items.leaveField, ['Esc']],
    ],
  ],
  [
    t.help.queue,
    [
      [items.score, ['1', '…', '9']],
      [items.complete, ['Ctrl/⌘ Enter']],
      [items.skip, ['s']],
      [items.undo, ['u']],
      [items.walk, ['k', 'j']],
      [items.leaveField, ['Esc']],
    ],
  ],
]

/** All keyboard shortcuts. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.help.title}
      size={640}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <div className={classes.groups}>
        {GROUPS.map(([title, rows]) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.rows}>
              {rows.map(([label, keys]) => (
                <div key={label} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
