import { expect, it } from 'vitest'
import { patchedFiles } from './previewOf'

it('a patch is told by its files', () => {
  expect(
    patchedFiles('*** Begin Patch *** Update File: src/a.py @@ -x +y *** Add File: docs/n.md +# T'),
  ).toBe('± src/a.py  + docs/n.md')
  expect(patchedFiles('*** Begin Patch *** Upd…')).toBe('*** Begin Patch *** Upd…')
})
