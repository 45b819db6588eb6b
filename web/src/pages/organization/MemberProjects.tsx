import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type AnyRole,
  changeMemberInProject,
  type OrganizationMember,
  type OrganizationView,
  refreshPeople,
} from '../../api/organization'
import type { Role } from '../../app/useRole'
import { DialogEnd } from '../../components/DialogEnd'
import { t } from '../../i18n'
import members from '../members/Members.module.css'
import { ProjectRole } from '../settings/MembersPage'

interface MemberProjectsProps {
  organization: OrganizationView
  member: OrganizationMember
  by: Role | undefined
  onClose: () => void
}

/** The roles of a member in each project of the organisation. */
export function MemberProjects({ organization, member, by, onClose }: MemberProjectsProps) {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: ({ project, role }: { project: string; role: AnyRole | null }) =>
      changeMemberInProject(organization.id, member.id, project, role),
    onSuccess: () => refreshPeople(queries),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t.members.projectsOf(member.name || member.email)}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <div className={members.rows}>
        {organization.projects.map((project) => {
          const inProject = member.projects[project.id] ?? null
          const held = inProject ?? member.role
          return (
            <div key={project.id} className={members.row}>
              <span>{project.name}</span>
              <ProjectRole
                person={{
                  name: project.name,
                  email: '',
                  role: held === 'none' ? null : held,
                  organizationRole: member.role,
                  projectRole: inProject,
                }}
                by={by}
                onChange={(role) => change.mutate({ project: project.id, role })}
              />
            </div>
          )
        })}
      </div>
      <DialogEnd error={change.error}>
        <Button onClick={onClose}>{t.common.close}</Button>
      </DialogEnd>
    </Modal>
  )
}
