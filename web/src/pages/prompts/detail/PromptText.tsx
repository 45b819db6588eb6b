import { Link } from '@tanstack/react-router'
import { Link2 } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import { type Piece, piecesOf } from '../markup'
import classes from './PromptText.module.css'

interface PromptTextProps {
  project: string
  text: string
}

/** A prompt's text as it was written, its variables and references to other prompts marked. */
export function PromptText({ project, text }: PromptTextProps) {
  const pieces = useMemo(() => piecesOf(text), [text])
  return (
    <div className={classes.text}>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
        <PieceView key={index} piece={piece} project={project} />
      ))}
    </div>
  )
}

function PieceView({ piece, project }: { piece: Piece; project: string }) {
  switch (piece.kind) {
    case 'text':
      return <Fragment>{showReordering(piece.text)}</Fragment>
    case 'variable':
      return (
        <span className={classes.variable} title={t.prompts.variable}>
          {piece.text}
        </span>
      )
    case 'reference':
      return (
        <Link
          to="/project/$projectId/prompts/$"
          params={{ projectId: project, _splat: piece.name }}
          search={{ version: piece.version, label: piece.label }}
          className={classes.reference}
          title={t.prompts.referenceHelp}
        >
          <Link2 size={13} aria-hidden />
          {showReordering(piece.name)}{' '}
          <span className={classes.by}>{piece.label ?? t.prompts.shortVersion(piece.version ?? 0)}</span>
        </Link>
      )
  }
}
