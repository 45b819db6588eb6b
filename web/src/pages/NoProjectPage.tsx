import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FolderOpen } from 'lucide-react'
import { meQuery, signOut } from '../api/account'
import { ButtonLink } from '../components/ButtonLink'
import { Notice } from '../components/Notice'
import { t } from '../i18n'
import { SideFrame } from '../shell/SideFrame'

/** Shown to a user who may open no project. */
export function NoProjectPage() {
  const { data: me } = useQuery(meQuery)
  return (
    <SideFrame label={t.nav.label} title={t.product}>
      <Notice icon={FolderOpen} level={1} title={t.errors.noProjects}>
        {me?.organizations.map((one) => (
          <ButtonLink
            key={one.id}
            to="/organization/$organizationId"
            params={{ organizationId: one.id }}
            variant="default"
          >
            {one.name}
          </ButtonLink>
        ))}
        <Button variant="default" onClick={() => void signOut().then(() => location.assign('/login'))}>
          {t.nav.signOut}
        </Button>
      </Notice>
    </SideFrame>
  )
}
