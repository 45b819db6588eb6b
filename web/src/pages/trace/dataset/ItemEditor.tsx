import type { ProposedItem } from '../../../api/datasetSources'
import { EditorField } from '../../../editor/EditorField'
import { t } from '../../../i18n'
import { type Draft, readDraft } from './draft'
import classes from './ItemEditor.module.css'
import { ItemHead } from './ItemHead'

export type ItemField = 'input' | 'expectedOutput' | 'metadata'
export type ItemDrafts = Record<ItemField, Draft>

interface ItemEditorProps {
  item: ProposedItem
  drafts: ItemDrafts
  onChange: (field: ItemField, draft: Draft) => void
}

const LABELS: Record<ItemField, string> = {
  input: t.addTo.input,
  expectedOutput: t.addTo.expected,
  metadata: t.addTo.metadata,
}
const FIELDS: ItemField[] = ['input', 'expectedOutput', 'metadata']

/** The one item, to be looked over and changed before it is added. */
export function ItemEditor({ item, drafts, onChange }: ItemEditorProps) {
  if (item.kind === null) return <ItemHead item={item} />
  return (
    <div className={classes.root}>
      <ItemHead item={item} />
      {FIELDS.map((field) => {
        const draft = drafts[field]
        const read = readDraft(draft)
        return (
          <EditorField
            key={field}
            label={`${LABELS[field]} · ${draft.isJson ? t.addTo.json : t.addTo.text}`}
            language={draft.isJson ? 'json' : 'markdown'}
            value={draft.text}
            onChange={(text) => onChange(field, { ...draft, text })}
            minHeight={field === 'input' ? 64 : 88}
            maxHeight={field === 'metadata' ? 180 : 260}
            error={
              'problem' in read
                ? t.addTo.notJson(read.problem)
                : item.problems.find((problem) => problem.field === field)?.message
            }
          />
        )
      })}
    </div>
  )
}
