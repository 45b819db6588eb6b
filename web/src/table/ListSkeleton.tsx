import { Skeleton } from '@mantine/core'
import { t } from '../i18n'
import classes from './DataTable.module.css'

/** The list before its first rows are there, in their shape. */
export function ListSkeleton({ height }: { height: number }) {
  return (
    <div className={classes.frame} role="status" aria-label={t.common.loading}>
      <div style={{ paddingTop: 30 }}>
        {Array.from({ length: 12 }, (_, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no identity
            key={index}
            style={{
              height,
              display: 'flex',
              alignItems: 'center',
              gap: 16,
              padding: '0 var(--gutter)',
              borderBottom: '1px solid var(--line)',
            }}
          >
            <Skeleton circle height={8} />
            <Skeleton height={10} width={`${28 + ((index * 37) % 30)}%`} />
            <Skeleton height={10} width={60} ml="auto" />
            <Skeleton height={10} width={90} />
            <Skeleton height={10} width={50} />
          </div>
        ))}
      </div>
    </div>
  )
}
