import { Fragment } from 'react'
import { showReordering } from './bidi'
import { splitReferences } from './chat/media'
import { MediaView } from './MediaView'

/** A text in which references to stored media show as what they refer to. */
export function MediaText({ text }: { text: string }) {
  return splitReferences(text).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
    <Fragment key={index}>
      {typeof piece === 'string' ? showReordering(piece) : <MediaView media={piece} />}
    </Fragment>
  ))
}
