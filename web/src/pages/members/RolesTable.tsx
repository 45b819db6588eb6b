import { Check, Minus } from 'lucide-react'
import { reaches } from '../../app/useRole'
import { t } from '../../i18n'
import tables from '../keys/KeysPage.module.css'
import { ABILITIES, ROLES } from './abilities'
import classes from './Members.module.css'

/** What each role may do, so that nobody has to try. */
export function RolesTable() {
  return (
    <section className={tables.section}>
      <div className={tables.sectionHead}>
        <h2>{t.members.abilities}</h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={tables.frame} tabIndex={0} role="region" aria-label={t.members.abilities}>
        <table className={`${tables.table} ${classes.abilities}`}>
          <thead>
            <tr>
              <th>{t.members.may}</th>
              {ROLES.map((role) => (
                <th key={role}>{t.members.roles[role]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ABILITIES.map(([ability, least]) => (
              <tr key={ability}>
                <td>{t.abilities[ability]}</td>
                {ROLES.map((role) => (
                  <td key={role}>
                    {reaches(role, least) ? (
                      <Check size={14} role="img" aria-label={t.members.yes} />
                    ) : (
                      <Minus size={14} role="img" aria-label={t.members.no} className={classes.no} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
