import { expect, it } from 'vitest'
import { readId } from './readId'

const trace = '01a20857b2e579608c0cfa3b722cc5af'
const session = '01a20857-b2e5-7960-8c0c-fa3b722cc5af'

it.each([trace, session, session.toUpperCase(), `http://localhost:3000/project/p/traces/${trace}?o=1`])(
  'finds the trace in %s',
  (text) => {
    expect(readId(text)).toEqual({ trace, session })
  },
)

it.each(['', 'traces', trace.slice(1), `${trace}0`])('finds none in %s', (text) => {
  expect(readId(text)).toBeNull()
})
