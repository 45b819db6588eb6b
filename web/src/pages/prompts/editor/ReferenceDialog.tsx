import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { type Referable, referableQuery } from '../../../api/promptChanges'
import { LATEST, type PromptReference } from '../../../api/prompts'
import { DialogEnd } from '../../../components/DialogEnd'
import { t } from '../../../i18n'
import { inOrder } from '../labels'
import classes from './ReferenceDialog.module.css'

const says = t.promptEditor

interface ReferenceDialogProps {
  project: string
  /** The prompt that is written: it cannot include itself. */
  own: string
  onChoose: (reference: PromptReference) => void
  onClose: () => void
}

/** Finds a prompt to include, and asks which version of it. */
export function ReferenceDialog({ project, own, onChoose, onClose }: ReferenceDialogProps) {
  const [text, setText] = useState('')
  const [searched] = useDebouncedValue(text.trim(), 150)
  const [chosen, setChosen] = useState<Referable>()
  const [by, setBy] = useState('')
  const { data, error } = useQuery({
    ...referableQuery(project, searched),
    placeholderData: keepPreviousData,
  })
  const found = data?.filter((one) => one.name !== own)
  const choose = (one: Referable) => {
    setChosen(one)
    setBy(choices(one)[0]?.value ?? '')
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={says.insertTitle}
      size={520}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const [kind, value = ''] = by.split(/:(.*)/s)
          if (!chosen || !value) return
          onChoose({
            name: chosen.name,
            label: kind === 'label' ? value : null,
            version: kind === 'version' ? Number(value) : null,
          })
        }}
      >
        <div className={classes.form}>
          <p className={classes.lead}>{says.insertText}</p>
          <TextInput
            aria-label={says.searchPrompts}
            placeholder={says.searchPrompts}
            leftSection={<Search size={14} />}
            value={text}
            onChange={({ target }) => setText(target.value)}
            data-autofocus
            autoComplete="off"
          />
          {error ? (
            <p className={classes.problem} role="alert">
              {error.message}
            </p>
          ) : (
            <ul className={classes.list}>
              {found?.map((one) => (
                <li key={one.name}>
                  <button
                    type="button"
                    className={classes.item}
                    aria-pressed={one.name === chosen?.name}
                    onClick={() => choose(one)}
                  >
                    <span className={classes.name}>{one.name}</span>
                    <span className={classes.note}>{t.prompts.shortVersion(one.latestVersion)}</span>
                  </button>
                </li>
              ))}
              {found?.length === 0 && <li className={classes.none}>{says.noReferable}</li>}
            </ul>
          )}
          {chosen && (
            <Select
              label={`${says.choose}: ${chosen.name}`}
              description={says.chooseLabelHint}
              data={choices(chosen)}
              value={by}
              onChange={(value) => value && setBy(value)}
              allowDeselect={false}
              searchable={chosen.latestVersion > 8}
            />
          )}
        </div>
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" disabled={!chosen}>
            {says.insert}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}

const MAX_CHOICES = 200

function choices({ labels, latestVersion }: Referable): { value: string; label: string }[] {
  return [
    ...inOrder([...labels, LATEST], (label) => label).map((label) => ({
      value: `label:${label}`,
      label: says.byLabel(label),
    })),
    ...Array.from({ length: Math.min(latestVersion, MAX_CHOICES) }, (_, index) => ({
      value: `version:${latestVersion - index}`,
      label: says.byVersion(latestVersion - index),
    })),
  ]
}
