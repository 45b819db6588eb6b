import { Button, Menu } from '@mantine/core'
import { Download } from 'lucide-react'
import { EXPORT_FORMATS, exportUrl, type ItemFilter } from '../../api/datasetItems'
import { t } from '../../i18n'

const says = t.datasets.page

interface ExportMenuProps {
  project: string
  dataset: string
  filter: ItemFilter
  total: number
}

/** Downloads the items that are shown, of the version that is shown. */
export function ExportMenu({ project, dataset, filter, total }: ExportMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Download size={14} aria-hidden />}>
          {says.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{says.exportHint(total)}</Menu.Label>
        {EXPORT_FORMATS.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={exportUrl(project, dataset, filter, format)}
            download=""
          >
            {says.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
