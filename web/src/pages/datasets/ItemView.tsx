import { Button } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import type { ItemDetail } from '../../api/datasetItems'
import { Facts } from '../../components/Facts'
import { Notice } from '../../components/Notice'
import { RelativeTime } from '../../components/RelativeTime'
import { t } from '../../i18n'
import { IoBlocks } from '../../text/IoBlocks'
import { PatchView } from '../trace/detail/PatchView'
import { parsePatch } from '../trace/model/patch'
import { patchOf } from './changedFiles'
import classes from './ItemDrawer.module.css'
import { SourceLink } from './itemColumns'
import { shownText } from './itemText'

const says = t.datasets.item

interface ItemViewProps {
  project: string
  item: ItemDetail
  onVersions: () => void
}

/** What an item holds, as people read it: conversations, data, text, and the files that they name. */
export function ItemView({ project, item, onVersions }: ItemViewProps) {
  if (item.isDeleted) {
    return (
      <Notice icon={Trash2} title={says.goneTitle} text={says.gone}>
        <Button variant="default" onClick={onVersions}>
          {says.tabs.versions}
        </Button>
      </Notice>
    )
  }
  const texts = [
    { label: says.fields.input, text: shownText(item.input) },
    { label: says.fields.expectedOutput, text: shownText(item.expectedOutput) },
    { label: says.fields.metadata, text: shownText(item.metadata) },
  ]
  const patch = patchOf(item.expectedOutput)
  const files = patch === null ? null : parsePatch(patch)
  return (
    <>
      <div className={classes.facts}>
        <Facts
          items={[
            [t.datasets.page.columns.created, <RelativeTime key="created" time={item.createdAt} />],
            [t.datasets.page.columns.updated, <RelativeTime key="updated" time={item.updatedAt} />],
            [says.changedBy, item.authorName ?? ''],
            [
              says.source,
              item.sourceTraceId ? <SourceLink key="source" project={project} item={item} /> : '',
            ],
          ]}
        />
      </div>
      {texts.every(({ text }) => !text) ? (
        <p className={classes.quiet}>{says.nothing}</p>
      ) : (
        <IoBlocks texts={texts} />
      )}
      {patch !== null && files && (
        <div className={classes.patch}>
          <PatchView files={files} text={patch} />
        </div>
      )}
    </>
  )
}
