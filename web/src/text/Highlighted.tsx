import { Fragment, useEffect, useState } from 'react'
import type { Token } from './highlight'
import './highlight.css'

/** Longer texts stay plain: colouring them would block the page. */
const MAX_CHARACTERS = 60_000

interface HighlightedProps {
  text: string
  language: string
}

/** Text in the colours of its language; plain until the grammar has loaded. */
export function Highlighted({ text, language }: HighlightedProps) {
  const [tokens, setTokens] = useState<Token[] | null>(null)
  useEffect(() => {
    let current = true
    setTokens(null)
    if (text.length > MAX_CHARACTERS) return
    import('./highlight').then(
      ({ highlight }) => {
        if (current) setTokens(highlight(text, language))
      },
      () => {}, // its code did not come: the text can be read without colours
    )
    return () => {
      current = false
    }
  }, [text, language])

  if (!tokens) return text
  return tokens.map((token, index) =>
    token.classes ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
      <span key={index} className={token.classes}>
        {token.text}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
      <Fragment key={index}>{token.text}</Fragment>
    ),
  )
}
