import { Modal } from '@mantine/core'
import { t } from '../../i18n'
import { Trial } from './Trial'

/** A call tried on all definitions of the project. */
export function TrialDialog({ project, onClose }: { project: string; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      size={680}
      title={t.models.trial.title}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <p style={{ margin: '0 0 12px', color: 'var(--ink-3)' }}>{t.models.trial.lead}</p>
      <Trial project={project} name="" />
    </Modal>
  )
}
