import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type PromptVersionLine, promptVersionsQuery } from '../../../api/prompts'
import { RelativeTime } from '../../../components/RelativeTime'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { Label } from '../LabelList'
import { inOrder } from '../labels'
import { useVersionKeys } from './useVersionKeys'
import classes from './VersionList.module.css'

interface VersionListProps {
  project: string
  name: string
  /** Number of the shown version. */
  selected: number | undefined
  /** Off where the keys go through another list. */
  hasKeys: boolean
  onSelect: (version: number) => void
}

/** The versions of a prompt, newest first; `j` and `k` go through them. */
export function VersionList({ project, name, selected, hasKeys, onSelect }: VersionListProps) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    promptVersionsQuery(project, name),
  )
  const versions = data?.pages.flatMap((page) => page.items) ?? []
  useVersionKeys(hasKeys ? versions : [], selected, onSelect)
  return (
    <nav className={classes.root} aria-label={t.prompts.versions}>
      <div className={classes.head}>
        <span>{t.prompts.versions}</span>
        <span>{data && formatCount(data.pages[0]?.total ?? 0)}</span>
      </div>
      <ol className={classes.list} reversed>
        {versions.map((version) => (
          <li key={version.id}>
            <Item project={project} name={name} version={version} isSelected={version.version === selected} />
          </li>
        ))}
        {hasNextPage && (
          <li className={classes.more}>
            <Button
              variant="default"
              size="compact-sm"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t.common.loadMore}
            </Button>
          </li>
        )}
      </ol>
    </nav>
  )
}

interface ItemProps {
  project: string
  name: string
  version: PromptVersionLine
  isSelected: boolean
}

function Item({ project, name, version, isSelected }: ItemProps) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isSelected) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  return (
    <Link
      ref={link}
      from="/project/$projectId/prompts/$"
      to="/project/$projectId/prompts/$"
      params={{ projectId: project, _splat: name }}
      search={(old) => ({ ...old, version: version.version, label: undefined })}
      className={classes.item}
      aria-current={isSelected ? 'true' : undefined}
      activeOptions={{ exact: true }}
    >
      <span className={classes.first}>
        <span className={classes.number}>{t.prompts.shortVersion(version.version)}</span>
        <span className={classes.labels}>
          {inOrder(version.labels, (one) => one).map((label) => (
            <Label key={label} label={label} />
          ))}
        </span>
      </span>
      {version.commitMessage && <span className={classes.message}>{version.commitMessage}</span>}
      <span className={classes.by}>
        <span>{version.createdBy || t.prompts.someone}</span>
        <span aria-hidden>·</span>
        <RelativeTime time={version.createdAt} />
      </span>
    </Link>
  )
}
