import { createContext, type RefObject, useContext } from 'react'
import type { CommentAnchor } from '../api/comments'
import type { FieldTexts } from './anchor'

/** A comment that somebody begins on a piece of text, before it is said. */
export interface PlaceDraft {
  /** The subject's key, see `keyOf`. */
  subject: string
  anchor: CommentAnchor | undefined
  /** What stands in the field already. */
  text: string
}

/** What the details of a trace and the comments beside them share: the texts, and what was selected in them. */
export interface CommentPlaces {
  /** Where the texts are shown. */
  root: RefObject<HTMLElement | null>
  /** The texts of the shown subject, to see whether quotes still stand there. */
  texts: FieldTexts | undefined
  /** Told of the texts by whoever shows them, with the subject's key. */
  setTexts: (shown: { key: string; texts: FieldTexts }) => void
  draft: PlaceDraft | undefined
  setDraft: (draft: PlaceDraft | undefined) => void
}

export const CommentPlacesContext = createContext<CommentPlaces | null>(null)

/** Null outside of pages whose texts can be commented on piece by piece. */
export const useCommentPlaces = () => useContext(CommentPlacesContext)
