import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { t } from '../../i18n'
import { OrganisationKeys } from '../keys/OrganisationKeys'
import classes from '../settings/Settings.module.css'
import { useOrganization } from './OrganizationFrame'

/** The API keys of the organisation. */
export function OrganizationKeysPage() {
  const { id, own } = useOrganization()
  useTitle(t.nav.keys)
  return (
    <div className={classes.root}>
      <PageHead title={t.nav.keys} />
      <div className={classes.body}>
        <OrganisationKeys organization={id} name={own?.name ?? ''} />
      </div>
    </div>
  )
}
