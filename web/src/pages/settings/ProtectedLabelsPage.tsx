import { Button, TextInput } from '@mantine/core'
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
import { Confirm } from '../../components/Confirm'
import { ListTable } from '../../components/ListTable'
import { Loaded } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { toast } from '../../components/toast'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Label } from '../prompts/LabelList'
import own from './ProtectedLabelsPage.module.css'
import classes from './Settings.module.css'
import { SettingsPage } from './SettingsPage'

const says = t.protectedLabels

/** Which labels of prompts only admins and owners may move. */
export function ProtectedLabelsPage() {
  const project = useProjectId()
  const queries = useQueryClient()
  const query = protectedLabelsQuery(project)
  const labels = useQuery(query)
  const may = useMay('admin')
  const [label, setLabel] = useState('')
  const [going, setGoing] = useState<ProtectedLabel>()
  const adding = useMutation({
    mutationFn: () => protectLabel(project, label.trim()),
    onSuccess: () => {
      toast(says.added(label.trim()))
      setLabel('')
      return queries.invalidateQueries({ queryKey: query.queryKey })
    },
  })
  return (
    <SettingsPage title={says.title} lead={says.lead}>
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
      <Loaded query={labels}>
        {(found) =>
          found.length === 0 ? (
            <p className={classes.quiet}>{says.empty}</p>
          ) : (
            <ListTable
              label={says.title}
              columns={[
                says.label,
                says.prompts,
                says.by,
                says.since,
                may && { label: says.unprotect, isHidden: true },
              ]}
            >
              {found.map((one) => (
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
                    <td data-end>
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
            </ListTable>
          )
        }
      </Loaded>
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
    </SettingsPage>
  )
}
