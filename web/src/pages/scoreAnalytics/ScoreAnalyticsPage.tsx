import { ActionIcon, Button, Select, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeftRight, ChartColumn } from 'lucide-react'
import { type AnalyticsScope, knownScoresQuery, type Match, type ScoreChoice } from '../../api/scoreAnalytics'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { RangePicker } from '../../components/RangePicker'
import { t } from '../../i18n'
import { Agreement } from './Agreement'
import { Analysis } from './Analysis'
import { ChoiceSelect, choiceText } from './ChoiceSelect'
import { readChoice, writeChoice } from './choice'
import classes from './ScoreAnalyticsPage.module.css'
import { ANALYTICS_RANGE, MATCHES, type ScoreAnalyticsSearch, SUBJECTS, type Subject } from './search'

const says = t.scoreAnalytics

/** One score's distribution and trend, or two side by side with how far they agree; all of it in the address. */
export function ScoreAnalyticsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/scores/analytics' })
  const navigate = useNavigate({ from: '/project/$projectId/scores/analytics' })
  const scope: AnalyticsScope = { range: search.range ?? ANALYTICS_RANGE, subject: search.subject }
  const { data: known, error } = useQuery(knownScoresQuery(project, scope))
  useTitle(says.title)
  const change = (part: Partial<ScoreAnalyticsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })

  const match = search.match ?? 'subject'
  const setMatch = (next: Match) => change({ match: next === 'subject' ? undefined : next })

  const first = known?.[0]
  const a: ScoreChoice | undefined =
    (search.a && readChoice(search.a)) ||
    (first && {
      name: first.name,
      source: first.source as ScoreChoice['source'],
      type: first.dataType,
      author: '',
    })
  const b = search.b ? readChoice(search.b) : undefined
  const other = a && b && b.type === a.type && a.type !== 'TEXT' ? b : undefined

  return (
    <div className={classes.root}>
      <PageHead
        trail={[
          <Link key="scores" to="/project/$projectId/scores" params={{ projectId: project }} search={{}}>
            {t.nav.scores}
          </Link>,
        ]}
        title={says.title}
      >
        <RangePicker
          value={scope.range}
          onChange={(range) => change({ range: range === ANALYTICS_RANGE ? undefined : range })}
        />
      </PageHead>
      <div className={classes.body}>
        {error && !known ? (
          <PageError error={error} />
        ) : !known ? (
          <PagePending />
        ) : !a ? (
          <Notice icon={ChartColumn} title={says.emptyTitle} text={says.empty}>
            {scope.range !== 'all' && (
              <Button variant="default" onClick={() => change({ range: 'all' })}>
                {says.widen}
              </Button>
            )}
          </Notice>
        ) : (
          <>
            <div className={classes.bar}>
              <ChoiceSelect
                label={says.first}
                known={known}
                value={a}
                onChange={(choice) =>
                  choice &&
                  change({ a: writeChoice(choice), b: choice.type === a.type ? search.b : undefined })
                }
              />
              {a.type !== 'TEXT' && (
                <ChoiceSelect
                  label={says.second}
                  known={known}
                  value={other}
                  besides={a}
                  onChange={(choice) =>
                    change({ a: writeChoice(a), b: choice ? writeChoice(choice) : undefined })
                  }
                />
              )}
              {other && (
                <Tooltip label={says.swap}>
                  <ActionIcon
                    aria-label={says.swap}
                    onClick={() => change({ a: writeChoice(other), b: writeChoice(a) })}
                  >
                    <ArrowLeftRight size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
              <Select
                aria-label={says.subject}
                data={[
                  { value: 'all', label: says.subjects.all },
                  ...SUBJECTS.map((one) => ({ value: one, label: says.subjects[one] })),
                ]}
                value={search.subject ?? 'all'}
                allowDeselect={false}
                w={150}
                onChange={(value) => change({ subject: SUBJECTS.find((one) => one === (value as Subject)) })}
              />
              {other && (
                <Select
                  aria-label={says.match}
                  data={MATCHES.map((one) => ({ value: one, label: says.matches[one] }))}
                  value={match}
                  allowDeselect={false}
                  w={180}
                  onChange={(value) => setMatch(value as Match)}
                />
              )}
            </div>
            {other && (
              <Agreement
                key={`${writeChoice(a)} ${writeChoice(other)} ${match}`}
                project={project}
                compared={{ a, b: other, match }}
                onMatch={setMatch}
                scope={scope}
                names={{ a: choiceText(a, known), b: choiceText(other, known) }}
              />
            )}
            <div className={classes.pair} data-two={other ? true : undefined}>
              <Analysis
                project={project}
                choice={a}
                scope={scope}
                title={choiceText(a, known)}
                side={other && 'A'}
              />
              {other && (
                <Analysis
                  project={project}
                  choice={other}
                  scope={scope}
                  title={choiceText(other, known)}
                  side="B"
                />
              )}
            </div>
          </>
        )}
      </div>
    </div>
  )
}
