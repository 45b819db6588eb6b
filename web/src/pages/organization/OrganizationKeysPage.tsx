import { t } from '../../i18n'
import { OrganisationKeys } from '../keys/OrganisationKeys'
import { SettingsPage } from '../settings/SettingsPage'
import { useOrganization } from './OrganizationFrame'

/** The API keys of the organisation. */
export function OrganizationKeysPage() {
  const { id, own } = useOrganization()
  return (
    <SettingsPage title={t.nav.keys}>
      <OrganisationKeys organization={id} name={own?.name ?? ''} />
    </SettingsPage>
  )
}
