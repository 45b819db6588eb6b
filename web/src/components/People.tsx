import { Tooltip } from '@mantine/core'
import classes from './People.module.css'

interface Person {
  id: string
  name: string
  email?: string
}

const HUES = ['--k-turn', '--k-model', '--k-tool', '--k-agent', '--k-other']

/** Up to two letters for a person: of first and last name, or of the address. */
function initialsOf({ name, email = '' }: Pick<Person, 'name' | 'email'>): string {
  const words = (name.trim() || email.split('@')[0] || '?').split(/[\s._-]+/).filter(Boolean)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

function hueOf(id: string): string {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return `var(${HUES[sum % HUES.length]})`
}

/** One person as a disc with their initials. */
export function Avatar({ person }: { person: Person }) {
  const label = person.name || person.email || person.id
  return (
    <Tooltip label={label}>
      <span
        className={classes.person}
        role="img"
        aria-label={label}
        style={{ '--hue': hueOf(person.id) } as React.CSSProperties}
      >
        {initialsOf(person)}
      </span>
    </Tooltip>
  )
}

/** Some people side by side; those beyond `max` as a number. */
export function People({ people, max = 4 }: { people: readonly Person[]; max?: number }) {
  const rest = people.slice(max)
  return (
    <span className={classes.root}>
      {people.slice(0, max).map((person) => (
        <Avatar key={person.id} person={person} />
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.map((one) => one.name || one.email || one.id).join(', ')}>
          <span className={classes.more} data-above>
            +{rest.length}
          </span>
        </Tooltip>
      )}
    </span>
  )
}
