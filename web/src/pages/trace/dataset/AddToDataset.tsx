import { Button, Modal, Switch } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Added,
  AT_ONCE,
  MAX_SOURCES,
  type MappingChoice,
  proposalsQuery,
  type SourceChoice,
  type SourceIds,
  WHOLE,
} from '../../../api/datasetSources'
import { useProjectId } from '../../../app/useProjectId'
import { PageError, PagePending } from '../../../components/PageState'
import { ProgressBar } from '../../../components/ProgressBar'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import classes from './AddToDataset.module.css'
import { DatasetChoice } from './DatasetChoice'
import { type Draft, draftOf, readDraft } from './draft'
import { type ItemDrafts, ItemEditor } from './ItemEditor'
import { MappingForm } from './MappingForm'
import { ProposedList } from './ProposedList'
import { RefusedSources } from './RefusedSources'
import { type RecentDataset, useRecent } from './recent'
import { useAddToDataset } from './useAddToDataset'

interface AddToDatasetProps {
  subjects: readonly SourceIds[]
  onClose: () => void
}

/** Chooses a dataset and the parts that go into its items, shows the first of them, and adds. */
export default function AddToDataset({ subjects, onClose }: AddToDatasetProps) {
  const project = useProjectId()
  const { recent } = useRecent(project)
  const [dataset, setDataset] = useState<RecentDataset | undefined>(recent[0])
  const [mapping, setMapping] = useState<MappingChoice>(WHOLE)
  const [byTurn, setByTurn] = useState(true)
  const [repeats, setRepeats] = useState(false)
  const [edits, setEdits] = useState<Partial<ItemDrafts>>({})
  const [report, setReport] = useState<Added>()
  const choice: SourceChoice = { sources: subjects.slice(0, MAX_SOURCES), byTurn, mapping }
  const [asked] = useDebouncedValue(choice, 250)
  const { data, error, isPlaceholderData } = useQuery(proposalsQuery(project, asked, dataset?.id))
  const addition = useAddToDataset({
    onAdded: (added) => (added.refused.length > 0 ? setReport(added) : onClose()),
  })

  const only = data?.total === 1 ? data.items[0] : undefined
  const drafts: ItemDrafts | undefined = only && {
    input: edits.input ?? draftOf(only.input),
    expectedOutput: edits.expectedOutput ?? draftOf(only.expectedOutput),
    metadata: edits.metadata ?? draftOf(only.metadata),
  }
  const isEdited = Object.keys(edits).length > 0
  const edited = isEdited && drafts ? editedItem(drafts) : undefined
  const isBlocked = !dataset || !data || (isEdited && !edited) || subjects.length > MAX_SOURCES
  const hasThere = data?.items.some((item) => item.isInDataset) ?? false
  const changeMapping = (next: MappingChoice) => {
    setMapping(next)
    setEdits({})
  }

  const close = () => {
    if (!addition.isPending) onClose()
  }
  const isLong = addition.isPending && choice.sources.length > AT_ONCE

  return (
    <Modal
      opened
      onClose={close}
      title={report ? t.addTo.report : t.addTo.title}
      size={report ? 560 : 980}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {report ? (
        <RefusedSources added={report} onClose={onClose} />
      ) : (
        <form
          className={classes.root}
          onSubmit={(event) => {
            event.preventDefault()
            if (dataset && !isBlocked) addition.mutate({ dataset, choice, repeats, edited })
          }}
        >
          <div className={classes.choices}>
            <DatasetChoice value={dataset} onChange={setDataset} />
            <MappingForm mapping={mapping} onMapping={changeMapping} byTurn={byTurn} onByTurn={setByTurn} />
          </div>
          <section
            className={classes.preview}
            aria-label={t.addTo.preview}
            aria-busy={isPlaceholderData}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard
            tabIndex={0}
          >
            {error && !data ? (
              <PageError error={error} />
            ) : !data ? (
              <PagePending />
            ) : only && drafts ? (
              <ItemEditor
                key={`${only.traceId} ${only.observationId}`}
                item={only}
                drafts={drafts}
                onChange={(field, draft: Draft) => setEdits((old) => ({ ...old, [field]: draft }))}
              />
            ) : (
              <ProposedList proposed={data} />
            )}
          </section>
          <footer className={classes.foot}>
            {hasThere && !isLong && (
              <Switch
                label={t.addTo.repeats}
                checked={repeats}
                onChange={({ target }) => setRepeats(target.checked)}
              />
            )}
            {isLong ? (
              <span className={classes.progress}>
                <ProgressBar
                  label={t.addTo.adding(dataset?.name ?? '')}
                  value={addition.done}
                  max={choice.sources.length}
                  width="100%"
                />
                {t.common.doneOf(formatCount(addition.done), formatCount(choice.sources.length))}
              </span>
            ) : (
              <span className={classes.problem} role="alert">
                {subjects.length > MAX_SOURCES
                  ? t.addTo.tooMany(formatCount(subjects.length), formatCount(MAX_SOURCES))
                  : (addition.error?.message ?? '')}
              </span>
            )}
            <Button
              variant="default"
              disabled={addition.isPending && !isLong}
              onClick={isLong ? addition.stop : close}
            >
              {isLong ? t.common.stop : t.common.cancel}
            </Button>
            <Button type="submit" loading={addition.isPending} disabled={isBlocked}>
              <span className={classes.add}>
                {dataset && data ? t.addTo.add(data.total, dataset.name) : t.addTo.chooseFirst}
              </span>
            </Button>
          </footer>
        </form>
      )}
    </Modal>
  )
}

/** The values of the drafts; undefined while one of them is no JSON. */
function editedItem(drafts: ItemDrafts) {
  const values = [drafts.input, drafts.expectedOutput, drafts.metadata].map(readDraft)
  const [input, expectedOutput, metadata] = values.map((one) => ('json' in one ? one.json : null))
  return values.some((one) => 'problem' in one) ? undefined : { input, expectedOutput, metadata }
}
