import { Check, Minus } from 'lucide-react'
import { reaches } from '../../app/useRole'
import { ListTable } from '../../components/ListTable'
import { Section } from '../../components/Section'
import { t } from '../../i18n'
import { ABILITIES, ROLES } from './abilities'
import classes from './Members.module.css'

/** What each role may do, so that nobody has to try. */
export function RolesTable() {
  return (
    <Section title={t.members.abilities}>
      <ListTable
        label={t.members.abilities}
        className={classes.abilities}
        columns={[t.members.may, ...ROLES.map((role) => t.members.roles[role])]}
      >
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
      </ListTable>
    </Section>
  )
}
