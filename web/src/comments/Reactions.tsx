import { Menu } from '@mantine/core'
import {
  Check,
  Eye,
  Heart,
  type LucideIcon,
  PartyPopper,
  SmilePlus,
  ThumbsDown,
  ThumbsUp,
} from 'lucide-react'
import type { CommentView, Reaction } from '../api/comments'
import { t } from '../i18n'
import classes from './Reactions.module.css'

const SIGNS: Record<Reaction, LucideIcon> = {
  thumbs_up: ThumbsUp,
  thumbs_down: ThumbsDown,
  heart: Heart,
  party: PartyPopper,
  eyes: Eye,
  check: Check,
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
            <Sign reaction={reaction} size={13} />
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
                <Sign reaction={reaction} size={16} />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}

function Sign({ reaction, size }: { reaction: Reaction; size: number }) {
  const Icon = SIGNS[reaction]
  return <Icon size={size} aria-hidden />
}
