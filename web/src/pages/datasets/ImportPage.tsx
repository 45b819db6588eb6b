import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { datasetQuery } from '../../api/datasets'
import { folderOf, leafOf } from '../../app/folder'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { folderTrail } from '../../components/folderTrail'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError } from '../../components/PageState'
import { t } from '../../i18n'
import { FileDrop } from './FileDrop'
import { ImportFile } from './ImportFile'
import classes from './ImportPage.module.css'

/** Brings the rows of a file into a dataset. */
export function ImportPage() {
  const { projectId: project, datasetId } = useParams({
    from: '/signed-in/project/$projectId/datasets/$datasetId/import',
  })
  const { data: dataset, error } = useQuery(datasetQuery(project, datasetId))
  const may = useMay('member')
  const [file, setFile] = useState<File>()
  useTitle(dataset && t.imports.title(dataset.name))
  if (error && !dataset)
    return (
      <PageError error={error}>
        <ButtonLink to="/project/$projectId/datasets" params={{ projectId: project }} variant="default">
          {t.datasets.title}
        </ButtonLink>
      </PageError>
    )
  return (
    <div className={classes.root}>
      <PageHead
        trail={[
          ...folderTrail('/project/$projectId/datasets', project, folderOf(dataset?.name ?? '')),
          <Link
            key="dataset"
            to="/project/$projectId/datasets/$datasetId"
            params={{ projectId: project, datasetId }}
            search={{}}
          >
            {leafOf(dataset?.name ?? '…')}
          </Link>,
        ]}
        title={t.imports.head}
      />
      <div className={classes.body}>
        {!may ? (
          <Notice icon={Lock} title={t.imports.mayNotTitle} text={t.imports.mayNot} />
        ) : file ? (
          <ImportFile
            key={`${file.name} ${file.size} ${file.lastModified}`}
            project={project}
            dataset={datasetId}
            file={file}
            onOther={() => setFile(undefined)}
          />
        ) : (
          <FileDrop onFile={setFile} />
        )}
      </div>
    </div>
  )
}
