import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ProtectedLabel,
  protectedLabelsQuery,
  protectLabel,
  unprotectLabel,
} from '../../api/promptChanges'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Confirm } from '../../components/Confirm'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { toast } from '../../components/toast'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import tables from '../keys/KeysPage.module.css'
import { Label } from '../prompts/LabelList'
import own from './ProtectedLabelsPage.module.css'
import classes from './Settings.module.css'

const says = t.protectedLabels

/** Which labels of prompts only admins and owners may move. */
export function ProtectedLabelsPage() {
  const project = useProjectId()
  const queries = useQueryClient()
  const query = protectedLabelsQuery(project)
  const { data: labels, error } = useQuery(query)
  const may = useMay('admin')
  const [label, setLabel] = useState('')
  const [going, setGoing] = useState<ProtectedLabel>()
  useTitle(says.title)
  const adding = useMutation({
    mutationFn: () => protectLabel(project, label.trim()),
    onSuccess: () => {
      toast(says.added(label.trim()))
      setLabel('')
      return queries.invalidateQueries({ queryKey: query.queryKey })
    },
  })
  return (
    <div className={classes.root}>
      <PageHead title={says.title} />
      <div className={classes.body}>
        <p className={classes.lead}>{says.lead}</p>
        {may ? (
          <form
            className={own.add}
            onSubmit={(event) => {
              event.preventDefault()
              if (label.trim()) adding.mutate()
            }}
          >
            <TextInput
              aria-label={says.label}
              placeholder={says.placeholder}
              value={label}
              onChange={({ target }) => {
                setLabel(target.value)
                adding.reset()
              }}
              error={adding.error?.message}
              autoComplete="off"
              spellCheck={false}
            />
            <Button type="submit" loading={adding.isPending} disabled={!label.trim()}>
              {says.add}
            </Button>
          </form>
        ) : (
          <p className={classes.lead}>{says.mayNot}</p>
        )}
        {error && !labels ? (
          <PageError error={error} />
        ) : !labels ? (
          <PagePending />
        ) : labels.length === 0 ? (
          <p className={classes.quiet}>{says.empty}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <div className={tables.frame} tabIndex={0} role="region" aria-label={says.title}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th>{says.label}</th>
                  <th>{says.prompts}</th>
                  <th>{says.by}</th>
                  <th>{says.since}</th>
                  {may && (
                    <th>
                      <VisuallyHidden>{says.unprotect}</VisuallyHidden>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {labels.map((one) => (
                  <tr key={one.label}>
                    <td>
                      <Label label={one.label} />
                    </td>
                    <td>{formatCount(one.promptCount)}</td>
                    <td>{one.createdBy || t.prompts.someone}</td>
                    <td>
                      <RelativeTime time={one.createdAt} />
                    </td>
                    {may && (
                      <td>
                        <Button
                          variant="default"
                          size="compact-xs"
                          aria-label={says.remove(one.label)}
                          onClick={() => setGoing(one)}
                        >
                          {says.unprotect}
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {going && (
        <Confirm
          title={says.removeTitle(going.label)}
          action={says.unprotect}
          tone="filled"
          run={() => unprotectLabel(project, going.label)}
          onDone={() => {
            toast(says.removed(going.label), () =>
              protectLabel(project, going.label).then(() =>
                queries.invalidateQueries({ queryKey: query.queryKey }),
              ),
            )
            void queries.invalidateQueries({ queryKey: query.queryKey })
          }}
          onClose={() => setGoing(undefined)}
        >
          <p>{says.removeText(going.promptCount, going.label)}</p>
        </Confirm>
      )}
    </div>
  )
}
