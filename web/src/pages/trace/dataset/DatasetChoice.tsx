import { Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, Clock, Database, Plus, Search } from 'lucide-react'
import { useState } from 'react'
import { datasetChoiceQuery } from '../../../api/datasetSources'
import { createDataset } from '../../../api/datasets'
import { useProjectId } from '../../../app/useProjectId'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import classes from './DatasetChoice.module.css'
import { type RecentDataset, recentFirst, useRecent } from './recent'

interface DatasetChoiceProps {
  value: RecentDataset | undefined
  onChange: (dataset: RecentDataset) => void
}

/** Finds a dataset by its name, recently used ones first, or makes one of this name. */
export function DatasetChoice({ value, onChange }: DatasetChoiceProps) {
  const project = useProjectId()
  const queries = useQueryClient()
  const { recent } = useRecent(project)
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 200)
  const { data } = useQuery(datasetChoiceQuery(project, q))
  const creation = useMutation({
    mutationFn: (name: string) => createDataset(project, { name }),
    onSuccess: async (made) => {
      setText('')
      onChange(made)
      await queries.invalidateQueries({ queryKey: ['datasets', project] })
    },
  })
  const used = new Set(recent.map(({ id }) => id))
  const name = text.trim()
  const isNew = name !== '' && data?.every((one) => one.name !== name)
  const create = () => {
    if (isNew && !creation.isPending) creation.mutate(name)
  }

  return (
    <div className={classes.root}>
      <TextInput
        aria-label={t.addTo.searchDatasets}
        placeholder={t.addTo.searchDatasets}
        leftSection={<Search size={14} aria-hidden />}
        value={text}
        error={creation.error?.message}
        onChange={({ target }) => {
          setText(target.value)
          creation.reset()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          const [first] = data ?? []
          if (first && name && first.name.toLowerCase().startsWith(name.toLowerCase())) onChange(first)
          else create()
        }}
        data-autofocus
      />
      <div className={classes.list} role="radiogroup" aria-label={t.addTo.datasets}>
        {!data && <Skeleton height={84} />}
        {data?.length === 0 && !isNew && <p className={classes.none}>{t.addTo.noDatasets}</p>}
        {recentFirst(data ?? [], recent).map((one) => (
          <button
            key={one.id}
            type="button"
            role="radio"
            aria-checked={one.id === value?.id}
            className={classes.row}
            onClick={() => onChange(one)}
          >
            {one.id === value?.id ? <Check size={14} aria-hidden /> : <Database size={14} aria-hidden />}
            <span className={classes.name} title={one.name}>
              {showReordering(one.name)}
            </span>
            {used.has(one.id) && <Clock size={12} aria-label={t.addTo.recently} />}
            <span className={classes.count}>{formatCount(one.itemCount)}</span>
          </button>
        ))}
        {isNew && (
          <button type="button" className={classes.row} onClick={create} disabled={creation.isPending}>
            <Plus size={14} aria-hidden />
            <span className={classes.name}>{t.addTo.make(name)}</span>
          </button>
        )}
      </div>
    </div>
  )
}
