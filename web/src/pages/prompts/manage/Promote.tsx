import { Button, Popover, TextInput, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Lock, Rocket, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '../../../api/client'
import { protectedLabelsQuery } from '../../../api/promptChanges'
import {
  type LabelTargets,
  moveLabels,
  type PromotionBreak,
  promotionQuery,
} from '../../../api/promptManaging'
import { type PromptOverview, promptFacetsQuery, promptsKey } from '../../../api/prompts'
import { useMay } from '../../../app/useRole'
import { toast } from '../../../components/toast'
import { t } from '../../../i18n'
import { Label } from '../LabelList'
import classes from './Promote.module.css'
import { choicesOf, targetsOf, undoOf } from './targets'

const says = t.prompts.promote
const SHOWN_BREAKS = 3
const LABEL = /^[a-z0-9_.-]{1,36}$/

interface PromoteProps {
  project: string
  prompt: PromptOverview
  version: number
}

/** Points labels to a version: says from where each one moves before it does. */
export function Promote(props: PromoteProps) {
  const [opened, control] = useDisclosure(false)
  const may = useMay('member')
  return (
    <Popover opened={opened} onChange={control.toggle} position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <Tooltip label={says.mayNot} disabled={may}>
          <Button
            variant="default"
            leftSection={<Rocket size={14} aria-hidden />}
            onClick={control.toggle}
            aria-expanded={opened}
            data-disabled={!may || undefined}
            disabled={!may}
          >
            {says.action}
          </Button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={says.title(props.version)}>
        {opened && <Choices key={props.version} {...props} onDone={control.close} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Choices({ project, prompt, version, onDone }: PromoteProps & { onDone: () => void }) {
  const queries = useQueryClient()
  const isAdmin = useMay('admin')
  const facets = useQuery(promptFacetsQuery(project))
  const shielded = useQuery(protectedLabelsQuery(project))
  const [wanted, setWanted] = useState<Record<string, boolean>>({})
  const [typed, setTyped] = useState('')
  const known = facets.data?.labels.map((one) => one.value) ?? []
  const choices = choicesOf(version, prompt.labels, known, wanted)
  const targets = targetsOf(version, choices)
  const count = Object.keys(targets).length
  const promotion = useQuery(promotionQuery(project, prompt.name, targets))
  const isProtected = (label: string) => shielded.data?.some((one) => one.label === label) ?? false
  const problem =
    typed === '' ? '' : typed === 'latest' ? says.latest : LABEL.test(typed) ? '' : says.unusable
  const add = () => {
    if (!typed || problem) return
    setWanted({ ...wanted, [typed]: true })
    setTyped('')
  }

  const moving = useMutation({
    mutationFn: (labels: LabelTargets) => moveLabels(project, prompt.name, prompt.revision, labels),
    onSuccess: (moved, labels) => {
      onDone()
      toast(says.done(describe(labels)), async () => {
        await moveLabels(project, prompt.name, moved.revision, undoOf(labels, prompt.labels))
        await queries.invalidateQueries({ queryKey: promptsKey(project) })
      })
    },
    // After a refusal the choice stays, beside what is true now.
    onSettled: () => queries.invalidateQueries({ queryKey: promptsKey(project) }),
  })
  const isStale = moving.error instanceof ApiError && moving.error.field === 'revision'

  return (
    <form
      className={classes.root}
      onSubmit={(event) => {
        event.preventDefault()
        if (typed) add()
        else if (count > 0) moving.mutate(targets)
      }}
    >
      <span className={classes.title}>{says.title(version)}</span>
      <div className={classes.list} role="group" aria-label={says.title(version)}>
        {choices.map(({ label, now, isHere }) => {
          const isHeld = isProtected(label) && !isAdmin
          const moves = isHere && now !== undefined && now !== version
          return (
            <label key={label} className={classes.choice} data-disabled={isHeld || undefined}>
              <input
                type="checkbox"
                checked={isHere}
                disabled={isHeld}
                onChange={(event) => setWanted({ ...wanted, [label]: event.target.checked })}
              />
              <Label label={label} />
              <span className={classes.note} data-moves={moves || undefined}>
                {isHeld && <Lock size={11} aria-label={says.held} />}
                {moves
                  ? says.moves(now, version)
                  : now === version
                    ? isHere
                      ? says.here
                      : says.comesOff
                    : now === undefined
                      ? isHere
                        ? says.isNew
                        : says.unused
                      : t.prompts.shortVersion(now)}
              </span>
            </label>
          )
        })}
      </div>
      <div className={classes.new}>
        <TextInput
          value={typed}
          onChange={(event) => setTyped(event.target.value.toLowerCase())}
          placeholder={says.newLabel}
          aria-label={says.newLabel}
          error={problem}
          spellCheck={false}
        />
        <Button variant="default" disabled={!typed || problem !== ''} onClick={add}>
          {says.add}
        </Button>
      </div>
      <div className={classes.foot}>
        {moving.error ? (
          <p className={classes.problem} role="alert">
            {isStale ? says.stale : moving.error.message}
          </p>
        ) : (
          <p className={classes.summary}>{count > 0 ? describe(targets) : says.nothing}</p>
        )}
        {count > 0 && promotion.error && <p className={classes.problem}>{says.notLooked}</p>}
        {count > 0 && promotion.data && promotion.data.breakCount > 0 && (
          <Breaks breaks={promotion.data.breaks} count={promotion.data.breakCount} />
        )}
        <Button type="submit" disabled={count === 0 || typed !== ''} loading={moving.isPending}>
          {says.save(count)}
        </Button>
      </div>
    </form>
  )
}

/** The versions that could not be put together any more, the labelled ones first. */
function Breaks({ breaks, count }: { breaks: readonly PromotionBreak[]; count: number }) {
  const shown = breaks.slice(0, SHOWN_BREAKS)
  return (
    <div className={classes.breaks} role="status">
      <span className={classes.breaksTitle}>
        <TriangleAlert size={13} aria-hidden /> {says.breaks(count)}
      </span>
      <ul>
        {shown.map((one) => (
          <li key={`${one.name} ${one.version}`}>
            <b>{one.name}</b> {t.prompts.shortVersion(one.version)}
            {one.labels.length > 0 && ` (${one.labels.join(', ')})`}: {one.message}
          </li>
        ))}
        {count > shown.length && <li>{t.prompts.manage.more(count - shown.length)}</li>}
      </ul>
    </div>
  )
}

/** What happens to the labels, in words. */
function describe(targets: LabelTargets): string {
  return Object.entries(targets)
    .map(([label, version]) => (version === null ? says.off(label) : says.to(label, version)))
    .join(', ')
}
