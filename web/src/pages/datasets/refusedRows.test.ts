import { describe, expect, it } from 'vitest'
import { refusedFile } from './refusedRows'

const row = (number: number, values: Record<string, unknown>) => ({
  row: number,
  field: 'input',
  message: 'does "not" fit',
  record: JSON.stringify(values),
})

describe('refusedFile', () => {
  it('writes a table with what was wrong, which no spreadsheet runs', () => {
    const file = refusedFile([row(1, { a: '=1+1', b: 'x,y' }), row(2, { a: '-5', c: 'z' })], 'my.file.csv')
    expect(file.name).toBe('my.file-refused.csv')
    expect(file.text).toBe(
      '\ufeffa,b,c,problem\r\n\'=1+1,"x,y",,"does ""not"" fit"\r\n-5,,z,"does ""not"" fit"\r\n',
    )
  })

  it('writes JSON Lines for JSON Lines', () => {
    const file = refusedFile([row(1, { a: { b: 1 } })], 'x.jsonl')
    expect(file).toEqual({ name: 'x-refused.jsonl', text: '{"a":{"b":1},"problem":"does \\"not\\" fit"}\n' })
    const exact = { ...row(1, {}), record: '{"id": 9007199254740993}' }
    expect(
      refusedFile([exact, row(2, {})], 'x.jsonl')
        .text.split('\n')
        .slice(0, 2),
    ).toEqual(['{"id": 9007199254740993,"problem":"does \\"not\\" fit"}', '{"problem":"does \\"not\\" fit"}'])
  })
})
