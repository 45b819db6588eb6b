import { Tooltip } from '@mantine/core'
import type { TokenTotals } from '../api/types'
import { formatCompact, formatCount, formatShare } from '../format/number'
import { t } from '../i18n'
import classes from './TokenBar.module.css'

/** Tokens in and out, with a bar that shows how much of the input came from the cache. */
export function TokenBar({ tokens }: { tokens: TokenTotals }) {
  const { input = 0, inputCached = 0, output = 0, outputReasoning = 0, total = 0 } = tokens
  if (!total) return <span className={classes.none}>–</span>
  const share = (part: number) => `${(100 * part) / total}%`
  return (
    <Tooltip
      label={
        <dl className={classes.tip}>
          <dt>{t.traces.inputTokens}</dt>
          <dd>{formatCount(input)}</dd>
          <dt>{t.traces.cachedTokens}</dt>
          <dd>
            {formatCount(inputCached)} ({formatShare(inputCached, input)})
          </dd>
          <dt>{t.traces.outputTokens}</dt>
          <dd>{formatCount(output)}</dd>
          <dt>{t.traces.reasoningTokens}</dt>
          <dd>{formatCount(outputReasoning)}</dd>
        </dl>
      }
    >
      <span className={classes.root}>
        <span className={classes.counts}>
          <span>{formatCompact(input)}</span>
          <span className={classes.out}>{formatCompact(output)}</span>
        </span>
        <span className={classes.bar} aria-hidden>
          <span className={classes.cached} style={{ width: share(inputCached) }} />
          <span className={classes.input} style={{ width: share(input - inputCached) }} />
          <span className={classes.output} style={{ width: share(output) }} />
        </span>
      </span>
    </Tooltip>
  )
}
