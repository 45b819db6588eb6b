import { describe, expect, it } from 'vitest'
import { parsePatch } from './patch'

const PATCH = `*** Begin Patch
*** Update File: src/a.py
*** Move to: src/b.py
@@ def run(self):
 context
-old
+new
+newer
*** Add File: docs/new.md
+# Title
+
*** Delete File: gone.txt
*** End Patch`

describe('a patch', () => {
  it('is read file by file', () => {
    const files = parsePatch(PATCH)
    expect(
      files?.map(({ path, change, movedTo, added, removed }) => [path, change, movedTo, added, removed]),
    ).toEqual([
      ['src/a.py', 'updated', 'src/b.py', 2, 1],
      ['docs/new.md', 'added', '', 2, 0],
      ['gone.txt', 'deleted', '', 0, 0],
    ])
    expect(files?.[0]?.hunks).toEqual([
      {
        header: 'def run(self):',
        lines: [
          { sign: ' ', text: 'context' },
          { sign: '-', text: 'old' },
          { sign: '+', text: 'new' },
          { sign: '+', text: 'newer' },
        ],
      },
    ])
    expect(files?.[1]?.hunks[0]?.lines).toEqual([
      { sign: '+', text: '# Title' },
      { sign: '+', text: '' },
    ])
  })

  it.each([
    ['JSON', JSON.stringify({ input: PATCH })],
    ['an array in JSON', JSON.stringify({ command: ['apply_patch', PATCH] })],
    ['a shell command', `apply_patch <<'EOF'\n${PATCH}\nEOF`],
    ['Windows line ends', PATCH.replaceAll('\n', '\r\n')],
    ['text without an end', PATCH.replace('*** End Patch', '')],
  ])('is found in %s', (_, text) => {
    expect(parsePatch(text)).toEqual(parsePatch(PATCH))
  })

  it('is null where there is none', () => {
    expect(parsePatch('ls -la')).toBeNull()
  })
})
