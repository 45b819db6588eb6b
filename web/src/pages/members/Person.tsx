import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/account'
import { Avatar } from '../../components/People'
import { t } from '../../i18n'
import classes from './Members.module.css'

/** What a person is looked for by. */
export const personText = ({ name, email }: { name: string; email: string }) => `${name} ${email}`

/** A person on a line of a table. */
export function Person({ person }: { person: { id: string; name: string; email: string } }) {
  const { data: me } = useQuery(meQuery)
  return (
    <span className={classes.person}>
      <Avatar person={person} />
      <span className={classes.names} title={`${person.name}\n${person.email}`.trim()}>
        <span>
          {person.name || person.email}
          {me?.id === person.id && <small> ({t.members.you})</small>}
        </span>
        {person.name && <small>{person.email}</small>}
      </span>
    </span>
  )
}
