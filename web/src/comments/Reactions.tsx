import { Menu } from '@mantine/core'
import { SmilePlus } from 'lucide-react'
import type { CommentView, Reaction } from '../api/comments'
import { t } from '../i18n'
import classes from './Reactions.module.css'

const SIGNS: Record<Reaction, string> = {
  thumbs_up: '👍',
  thumbs_down: '👎',
  heart: '❤️',
  party: '🎉',
  eyes: '👀',
  check: '✅',
}
const ALL = Object.keys(SIGNS) as Reaction[]

interface ReactionsProps {
  comment: CommentView
  me: string | undefined
  mayReact: boolean
  onReact: (reaction: Reaction, isOn: boolean) => void
}

/** Who reacted how, and a few signs to react with. */
export function Reactions({ comment, me, mayReact, onReact }: ReactionsProps) {
  const mine = new Set(
    comment.reactions
      .filter(({ people }) => people.some(({ id }) => id === me))
      .map(({ reaction }) => reaction),
  )
  return (
    <>
      {comment.reactions.map(({ reaction, people }) => {
        const label = t.comments.reactedBy(
          t.comments.reactions[reaction],
          people.map(({ name }) => name).join(', '),
        )
        return (
          <button
            key={reaction}
            type="button"
            className={classes.chip}
            aria-pressed={mine.has(reaction)}
            aria-label={label}
            title={label}
            disabled={!mayReact}
            onClick={() => onReact(reaction, !mine.has(reaction))}
          >
            <span aria-hidden>{SIGNS[reaction]}</span>
            <span>{people.length}</span>
          </button>
        )
      })}
      {mayReact && (
        <Menu position="bottom-start">
          <Menu.Target>
            <button
              type="button"
              className={classes.add}
              aria-label={t.comments.react}
              title={t.comments.react}
            >
              <SmilePlus size={14} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown className={classes.signs}>
            {ALL.map((reaction) => (
              <Menu.Item
                key={reaction}
                className={classes.sign}
                aria-label={t.comments.reactions[reaction]}
                title={t.comments.reactions[reaction]}
                onClick={() => onReact(reaction, !mine.has(reaction))}
              >
                {SIGNS[reaction]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}
