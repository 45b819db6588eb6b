import { useQuery } from '@tanstack/react-query'
import { membersQuery } from '../../api/members'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { t } from '../../i18n'
import tables from '../keys/KeysPage.module.css'
import classes from './Settings.module.css'

/** Who may open the project, and as what. */
export function MembersPage() {
  const project = useProjectId()
  const { data: members, error } = useQuery(membersQuery(project))
  useTitle(t.settings.members)
  return (
    <div className={classes.root}>
      <PageHead title={t.settings.members} />
      <div className={classes.body}>
        {error && !members ? (
          <PageError error={error} />
        ) : !members ? (
          <PagePending />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <div className={tables.frame} tabIndex={0} role="region" aria-label={t.settings.members}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th>{t.members.columns.name}</th>
                  <th>{t.members.columns.email}</th>
                  <th>{t.members.columns.role}</th>
                </tr>
              </thead>
              <tbody>
                {members.map((member) => (
                  <tr key={member.id}>
                    <td>{member.name}</td>
                    <td className={classes.quiet}>{member.email}</td>
                    <td>{t.members.roles[member.role]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </div>
  )
}
