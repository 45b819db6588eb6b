import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Unlink } from 'lucide-react'
import { useState } from 'react'
import {
  type AnalyticsScope,
  agreementQuery,
  type Cell,
  type Comparison,
  type LabelAgreement,
  type Match,
  type NumberAgreement,
} from '../../api/scoreAnalytics'
import { Notice } from '../../components/Notice'
import { PageError, PagePending } from '../../components/PageState'
import { formatCount } from '../../format/number'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import classes from './Agreement.module.css'
import { CellSubjects } from './CellSubjects'
import { ConfusionMatrix } from './ConfusionMatrix'
import { HeatMap } from './HeatMap'
import { percent } from './percent'
import { Stat } from './Stat'

const says = t.scoreAnalytics

export interface OpenCell {
  cell: Cell
  a: string
  b: string
}

interface AgreementProps {
  project: string
  compared: Comparison
  onMatch: (match: Match) => void
  scope: AnalyticsScope
  names: { a: string; b: string }
}

/** How far two scores agree about the subjects that both judge. */
export function Agreement({ project, compared, onMatch, scope, names }: AgreementProps) {
  const { data, error } = useQuery(agreementQuery(project, compared, scope))
  const [open, setOpen] = useState<OpenCell | null>(null)
  return (
    <section className={classes.root} aria-label={says.agreement}>
      <header>
        <h2 className={classes.title}>{says.agreement}</h2>
        <p className={classes.lead}>{says.agreementLead[compared.match]}</p>
      </header>
      {error && !data ? (
        <PageError error={error} />
      ) : !data ? (
        <PagePending />
      ) : (
        <>
          {data.oneIn > 1 && <p className={classes.sampled}>{says.sampled(data.oneIn)}</p>}
          <dl className={classes.figures}>
            <Stat isMain label={says.matched} help={says.matchedHelp} value={formatCount(data.matched)} />
            <Stat isMain label={says.onlyA} help={says.onlyAHelp} value={formatCount(data.onlyA)} />
            <Stat isMain label={says.onlyB} help={says.onlyBHelp} value={formatCount(data.onlyB)} />
            {data.numbers && <NumberFigures found={data.numbers} />}
            {data.labels && <LabelFigures found={data.labels} isBoolean={compared.a.type === 'BOOLEAN'} />}
          </dl>
          {data.repeated > 0 && <p className={classes.lead}>{says.repeated(data.repeated)}</p>}
          {data.matched === 0 && (
            <Notice icon={Unlink} title={says.noPairs} text={says.noPairsText[compared.match]}>
              {compared.match === 'subject' && (
                <Button variant="default" onClick={() => onMatch('trace')}>
                  {says.matchTraces}
                </Button>
              )}
            </Notice>
          )}
          {data.numbers && <HeatMap found={data.numbers} names={names} open={open} onOpen={setOpen} />}
          {data.labels && <ConfusionMatrix found={data.labels} names={names} open={open} onOpen={setOpen} />}
          {open && (
            <CellSubjects
              key={JSON.stringify(open.cell)}
              project={project}
              compared={compared}
              scope={scope}
              open={open}
              onClose={() => setOpen(null)}
            />
          )}
        </>
      )}
    </section>
  )
}

function NumberFigures({ found }: { found: NumberAgreement }) {
  const coefficient = (value: number | null) => (value === null ? null : value.toFixed(2).replace('-', '−'))
  return (
    <>
      <Stat isMain label={says.pearson} help={says.pearsonHelp} value={coefficient(found.pearson)} />
      <Stat isMain label={says.spearman} help={says.spearmanHelp} value={coefficient(found.spearman)} />
      <Stat isMain label={says.mae} help={says.maeHelp} value={formatScore(found.mae)} />
      <Stat isMain label={says.rmse} help={says.rmseHelp} value={formatScore(found.rmse)} />
      <Stat
        isMain
        label={says.bias}
        help={says.biasHelp}
        value={`${found.bias > 0 ? '+' : ''}${formatScore(found.bias)}`.replace('-', '−')}
      />
    </>
  )
}

function LabelFigures({ found, isBoolean }: { found: LabelAgreement; isBoolean: boolean }) {
  const share = (value: number | null) => (value === null ? null : percent(value))
  return (
    <>
      <Stat isMain label={says.accuracy} help={says.accuracyHelp} value={share(found.accuracy)} />
      <Stat
        isMain
        label={says.kappa}
        help={says.kappaHelp}
        value={found.kappa === null ? null : found.kappa.toFixed(2).replace('-', '−')}
      />
      {isBoolean && (
        <>
          <Stat
            isMain
            label={says.f1}
            help={says.f1Help}
            value={found.f1 === null ? null : found.f1.toFixed(2)}
          />
          <Stat isMain label={says.precision} help={says.precisionHelp} value={share(found.precision)} />
          <Stat isMain label={says.recall} help={says.recallHelp} value={share(found.recall)} />
        </>
      )}
    </>
  )
}
