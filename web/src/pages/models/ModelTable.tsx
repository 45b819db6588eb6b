import { ActionIcon, Tooltip } from '@mantine/core'
import { ChevronRight, Copy, Pencil, Trash2 } from 'lucide-react'
import { Fragment } from 'react'
import type { ModelRow } from '../../api/models'
import { Badge } from '../../components/Badge'
import { ListTable } from '../../components/ListTable'
import { RelativeTime } from '../../components/RelativeTime'
import { formatDay } from '../../format/moment'
import { formatCost, formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './ModelTable.module.css'
import { PriceMatrix } from './PriceMatrix'
import { dollars, unitsAPrice } from './price'

const columns = t.models.columns
const COLUMNS = [
  columns.model,
  { label: columns.input, title: t.models.perMillion, isNumber: true },
  { label: columns.cached, title: t.models.perMillion, isNumber: true },
  { label: columns.output, title: t.models.perMillion, isNumber: true },
  { label: columns.calls, title: t.models.window, isNumber: true },
  { label: columns.cost, title: t.models.window, isNumber: true },
  { label: columns.used, title: t.models.window },
  { label: columns.actions, isHidden: true },
]

interface ModelTableProps {
  models: ModelRow[]
  /** Whether the user may change definitions; actions are left out otherwise. */
  mayEdit: boolean
  /** Id of the model whose details are shown. */
  open: string | undefined
  onOpen: (id: string | undefined) => void
  onEdit: (model: ModelRow) => void
  onClone: (model: ModelRow) => void
  onDelete: (model: ModelRow) => void
}

/** Definitions with their main prices and use; a row opens to all of its prices and tiers. */
export function ModelTable({ models, open, onOpen, ...actions }: ModelTableProps) {
  return (
    <ListTable isDense label={t.models.title} columns={COLUMNS}>
      {models.map((model) => (
        <Fragment key={model.id}>
          <ModelLine
            model={model}
            isOpen={model.id === open}
            onToggle={() => onOpen(model.id === open ? undefined : model.id)}
            {...actions}
          />
          {model.id === open && (
            <tr className={classes.details}>
              <td colSpan={COLUMNS.length}>
                <PriceMatrix model={model} />
              </td>
            </tr>
          )}
        </Fragment>
      ))}
    </ListTable>
  )
}

interface ModelLineProps extends Pick<ModelTableProps, 'mayEdit' | 'onEdit' | 'onClone' | 'onDelete'> {
  model: ModelRow
  isOpen: boolean
  onToggle: () => void
}

function ModelLine({ model, mayEdit, isOpen, onToggle, onEdit, onClone, onDelete }: ModelLineProps) {
  const { modelName: name, pricingTiers: tiers } = model
  const prices = tiers[0]?.prices ?? {}
  return (
    <tr className={classes.line} data-open={isOpen || undefined}>
      <td>
        <button
          type="button"
          className={classes.name}
          aria-expanded={isOpen}
          aria-label={t.models.details(name)}
          onClick={onToggle}
        >
          <ChevronRight size={13} aria-hidden className={classes.chevron} />
          <span>{name}</span>
        </button>{' '}
        {model.isManaged ? (
          <span className={classes.quiet}>{model.provider}</span>
        ) : (
          <Badge tone="accent">{t.models.own}</Badge>
        )}
        {tiers.length > 1 && <Badge>{t.models.tiers(tiers.length)}</Badge>}
        {model.startDate && (
          <Badge tone="outline">{t.models.since(formatDay(new Date(model.startDate)))}</Badge>
        )}
      </td>
      {'total' in prices && !('input' in prices) ? (
        <td data-end colSpan={3}>
          <Price price={prices.total} unit={model.unit} /> <span className={classes.quiet}>total</span>
        </td>
      ) : (
        <>
          <td data-end>
            <Price price={prices.input} unit={model.unit} />
          </td>
          <td data-end>
            <Price price={prices.input_cached_tokens ?? prices.cache_read_input_tokens} unit={model.unit} />
          </td>
          <td data-end>
            <Price price={prices.output} unit={model.unit} />
          </td>
        </>
      )}
      <td data-end>{model.calls ? formatCount(model.calls) : <Nothing />}</td>
      <td data-end>{model.calls ? formatCost(model.costUsd) : <Nothing />}</td>
      <td>
        {model.lastUsedAt ? (
          <RelativeTime time={model.lastUsedAt} />
        ) : (
          <span className={classes.quiet}>{t.models.never}</span>
        )}
      </td>
      <td data-end className={classes.actions}>
        {mayEdit && (
          <Action label={`${t.models.clone}: ${name}`} icon={Copy} onClick={() => onClone(model)} />
        )}
        {mayEdit && !model.isManaged && (
          <>
            <Action label={`${t.models.edit}: ${name}`} icon={Pencil} onClick={() => onEdit(model)} />
            <Action label={`${t.models.remove}: ${name}`} icon={Trash2} onClick={() => onDelete(model)} />
          </>
        )}
      </td>
    </tr>
  )
}

function Action({ label, icon: Icon, onClick }: { label: string; icon: typeof Copy; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} size={24} onClick={onClick}>
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function Price({ price, unit }: { price: number | undefined; unit: string | null }) {
  return price === undefined ? <Nothing /> : dollars(price, unitsAPrice(unit))
}

const Nothing = () => <span className={classes.quiet}>–</span>
