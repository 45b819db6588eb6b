import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CornerDownRight, TriangleAlert } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { type CompositionLine, compositionQuery } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'
import { PageError, PagePending } from '../../../components/PageState'
import { t } from '../../../i18n'
import { Label } from '../LabelList'
import { inOrder } from '../labels'
import classes from './CompositionPanel.module.css'

const CompositionGraph = lazy(() => import('./CompositionGraph'))
const says = t.promptEditor

/** What a version includes and what includes it, both all the way: as a picture, and as trees of links. */
export function CompositionPanel({ project, version }: { project: string; version: PromptVersion }) {
  const { data, error } = useQuery(compositionQuery(project, version.name, version.version))
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return (
    <div className={classes.root}>
      {data.problem && (
        <p className={classes.problem} role="alert">
          <TriangleAlert size={14} aria-hidden /> {says.cannotResolve}: {data.problem}
        </p>
      )}
      {data.includes.length + data.includedIn.length > 0 && (
        <Suspense fallback={<PagePending />}>
          <CompositionGraph project={project} version={version} composition={data} />
        </Suspense>
      )}
      <Tree title={says.includes} empty={says.includesNothing} lines={data.includes} project={project} />
      <Tree
        title={says.includedIn}
        empty={says.includedInNothing}
        lines={data.includedIn}
        project={project}
      />
      {data.hasMore && <p className={classes.quiet}>{says.hasMore}</p>}
    </div>
  )
}

interface TreeProps {
  title: string
  empty: string
  lines: readonly CompositionLine[]
  project: string
}

function Tree({ title, empty, lines, project }: TreeProps) {
  return (
    <section aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {lines.length === 0 ? (
        <p className={classes.quiet}>{empty}</p>
      ) : (
        <ul className={classes.tree}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one version may stand in several places
            <li key={index} className={classes.line} style={{ '--depth': line.depth } as React.CSSProperties}>
              <Line line={line} project={project} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ line, project }: { line: CompositionLine; project: string }) {
  const by = line.reference.label ?? t.prompts.shortVersion(line.reference.version ?? 0)
  return (
    <>
      <CornerDownRight size={13} aria-hidden className={classes.branch} />
      {line.version === null ? (
        <span className={classes.missing}>{line.name}</span>
      ) : (
        <Link
          to="/project/$projectId/prompts/$"
          params={{ projectId: project, _splat: line.name }}
          search={{ version: line.version, tab: 'composition' }}
          className={classes.name}
        >
          {line.name}
        </Link>
      )}
      <span className={classes.version}>
        {line.version === null ? says.nowhere : t.prompts.shortVersion(line.version)}
      </span>
      {inOrder(line.labels, (label) => label).map((label) => (
        <Label key={label} label={label} />
      ))}
      <span className={classes.by}>
        {line.reference.label ? says.byLabel(by) : says.byVersion(line.reference.version ?? 0)}
      </span>
      {line.problem && <span className={classes.wrong}>{line.problem}</span>}
    </>
  )
}
