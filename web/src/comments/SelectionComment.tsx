import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MessageSquarePlus } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { type CommentSubject, threadQuery } from '../api/comments'
import { useMay } from '../app/useRole'
import { toast } from '../components/toast'
import { t } from '../i18n'
import { anchorOf, type FieldTexts, nthOf } from './anchor'
import { useCommentPlaces } from './drafts'
import { rangeOf, type Selected, selectedIn, showHighlights } from './places'
import classes from './SelectionComment.module.css'
import { keyOf } from './subject'

interface SelectionCommentProps {
  project: string
  subject: CommentSubject
  texts: FieldTexts
  root: RefObject<HTMLElement | null>
  onComment: () => void
}

/** Offers to comment on what is selected in the texts, and marks what was commented on. */
export function SelectionComment({ project, subject, texts, root, onComment }: SelectionCommentProps) {
  const mayWrite = useMay('member')
  const places = useCommentPlaces()
  const selected = useSelected(root)
  useMarkedWords(project, subject, texts, root)
  const key = keyOf(subject)
  const setTexts = places?.setTexts
  useEffect(() => setTexts?.({ key, texts }), [key, texts, setTexts])
  if (!mayWrite || !places || !selected) return null

  const begin = () => {
    const text = places.draft?.subject === key ? places.draft.text : ''
    const anchor = anchorOf(selected.field, texts[selected.field] ?? '', selected.text, selected.nth)
    if (anchor) places.setDraft({ subject: key, anchor, text })
    else {
      const quoted = selected.text
        .slice(0, 500)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')
      places.setDraft({ subject: key, anchor: undefined, text: `${quoted}\n\n${text}` })
      toast(t.comments.noPlace)
    }
    getSelection()?.removeAllRanges()
    onComment()
  }
  return (
    <div className={classes.root} style={{ top: selected.rect.top - 36, left: selected.rect.left }}>
      {/* The selection must outlive the click. */}
      <Button
        size="compact-xs"
        leftSection={<MessageSquarePlus size={13} aria-hidden />}
        onMouseDown={(event) => event.preventDefault()}
        onClick={begin}
      >
        {t.comments.onSelection}
      </Button>
    </div>
  )
}

/** What is selected, once the mouse or key is let go; nothing while the page scrolls under it. */
function useSelected(root: RefObject<HTMLElement | null>): Selected | null {
  const [selected, setSelected] = useState<Selected | null>(null)
  useEffect(() => {
    const read = () => setSelected(root.current ? selectedIn(root.current) : null)
    const settle = () => setTimeout(read)
    const clear = () => setSelected(null)
    const change = () => getSelection()?.isCollapsed && clear()
    document.addEventListener('pointerup', settle)
    document.addEventListener('keyup', settle)
    document.addEventListener('selectionchange', change)
    window.addEventListener('scroll', clear, true)
    return () => {
      document.removeEventListener('pointerup', settle)
      document.removeEventListener('keyup', settle)
      document.removeEventListener('selectionchange', change)
      window.removeEventListener('scroll', clear, true)
    }
  }, [root])
  return selected
}

/** Marks the words that comments are about, again whenever the view of the texts changes. */
function useMarkedWords(
  project: string,
  subject: CommentSubject,
  texts: FieldTexts,
  root: RefObject<HTMLElement | null>,
) {
  const { data } = useQuery(threadQuery(project, subject))
  useEffect(() => {
    const place = root.current
    const anchors = (data?.items ?? []).flatMap(({ objectType, objectId, anchor }) =>
      anchor && objectType === subject.objectType && objectId === subject.objectId
        ? [{ anchor, nth: nthOf(anchor, texts) }]
        : [],
    )
    if (!place || anchors.length === 0) return
    let frame = 0
    const mark = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() =>
        showHighlights(anchors.flatMap(({ anchor, nth }) => rangeOf(place, anchor, nth) ?? [])),
      )
    }
    mark()
    const watch = new MutationObserver(mark)
    watch.observe(place, { childList: true, subtree: true, characterData: true })
    return () => {
      watch.disconnect()
      cancelAnimationFrame(frame)
      showHighlights([])
    }
  }, [data, texts, root, subject.objectType, subject.objectId])
}
