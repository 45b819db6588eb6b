import { describe, expect, it } from 'vitest'
import { readToolInput, readToolOutput } from './toolCall'

describe('the input of a tool', () => {
  it('shows the command apart from the other arguments', () => {
    expect(readToolInput('{"cmd":"ls -la","workdir":"/src","yield_time_ms":1000}')).toEqual({
      command: 'ls -la',
      workdir: '/src',
      rest: '{\n  "yield_time_ms": 1000\n}',
    })
  })

  it('unwraps the shell of older versions and quotes bare words', () => {
    expect(readToolInput('{"command":["bash","-lc","a | b"]}').command).toBe('a | b')
    expect(readToolInput(`{"command":["echo","it's","x"]}`).command).toBe(`echo 'it'\\''s' x`)
  })

  it('leaves everything else as it is', () => {
    expect(readToolInput('not json')).toEqual({ command: '', workdir: '', rest: 'not json' })
    expect(readToolInput('{"a":1}')).toEqual({ command: '', workdir: '', rest: '{\n  "a": 1\n}' })
    expect(readToolInput('{"broken":').rest).toBe('{"broken":')
  })
})

describe('the output of a tool', () => {
  it('parts the head from the text', () => {
    const text =
      'Chunk ID: 9f\nWall time: 2.1 seconds\nProcess exited with code 3\nOriginal token count: 8\nOutput:\n\u001b[31mred\u001b[0m\nend'
    expect(readToolOutput(text)).toEqual({
      exitCode: 3,
      notes: ['Chunk ID: 9f', 'Wall time: 2.1 seconds', 'Original token count: 8'],
      body: 'red\nend',
      isTruncated: false,
    })
  })

  it('knows the head of apply_patch and the mark of a cut', () => {
    const output = readToolOutput(
      'Exit code: 0\nWall time: 0.1 seconds\nOutput:\nabc\n[... telemetry preview truncated ...]',
    )
    expect(output).toMatchObject({ exitCode: 0, body: 'abc', isTruncated: true })
  })

  it('takes text without a head as it is', () => {
    expect(readToolOutput('plain\ntext')).toEqual({
      exitCode: null,
      notes: [],
      body: 'plain\ntext',
      isTruncated: false,
    })
  })
})
