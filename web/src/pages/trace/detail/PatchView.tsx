import { FileMinus2, FilePen, FilePlus2 } from 'lucide-react'
import { Badge } from '../../../components/Badge'
import { CopyButton } from '../../../components/CopyButton'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import type { PatchFile } from '../model/patch'
import classes from './PatchView.module.css'

const ICONS = { added: FilePlus2, updated: FilePen, deleted: FileMinus2 }
/** Longer files are cut; the whole patch can still be copied. */
const MAX_LINES = 800

interface PatchViewProps {
  files: PatchFile[]
  text: string
}

/** A patch as a diff, file by file. */
export function PatchView({ files, text }: PatchViewProps) {
  const added = files.reduce((sum, file) => sum + file.added, 0)
  const removed = files.reduce((sum, file) => sum + file.removed, 0)
  return (
    <section>
      <header className={classes.head}>
        <h3>{t.trace.patch}</h3>
        <span>{t.trace.filesChanged(files.length)}</span>
        <span className={classes.added}>+{formatCount(added)}</span>
        <span className={classes.removed}>−{formatCount(removed)}</span>
        <CopyButton value={text} />
      </header>
      <div className={classes.files}>
        {files.map((file) => (
          <FileDiff key={`${file.change} ${file.path}`} file={file} />
        ))}
      </div>
    </section>
  )
}

function FileDiff({ file }: { file: PatchFile }) {
  const Icon = ICONS[file.change]
  let left = MAX_LINES
  return (
    <details className={classes.file} open>
      <summary className={classes.name}>
        <Icon size={14} aria-hidden data-change={file.change} className={classes.icon} />
        <span className={classes.path}>{file.path}</span>
        {file.movedTo && <Badge tone="outline">{t.trace.moved(file.movedTo)}</Badge>}
        <span className={classes.counts}>
          {file.change !== 'updated' && <Badge>{t.trace[file.change]}</Badge>}
          {file.added > 0 && <span className={classes.added}>+{formatCount(file.added)}</span>}
          {file.removed > 0 && <span className={classes.removed}>−{formatCount(file.removed)}</span>}
        </span>
      </summary>
      {file.hunks.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard
        <div className={classes.lines} tabIndex={0} role="group" aria-label={file.path}>
          <div className={classes.inner}>
            {file.hunks.map((hunk, index) => {
              const lines = hunk.lines.slice(0, left)
              left -= lines.length
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no other identity
                <div key={index}>
                  {(hunk.header || index > 0) && <div className={classes.hunk}>@@ {hunk.header}</div>}
                  {lines.map((line, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
                    <div key={at} className={classes.line} data-sign={line.sign}>
                      <span className={classes.sign} aria-hidden>
                        {line.sign === '-' ? '−' : line.sign}
                      </span>
                      {line.text || ' '}
                    </div>
                  ))}
                </div>
              )
            })}
            {left <= 0 && <div className={classes.hunk}>…</div>}
          </div>
        </div>
      )}
    </details>
  )
}
