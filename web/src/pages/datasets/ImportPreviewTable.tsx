import type { ImportPreview } from '../../api/datasetTransfer'
import { t } from '../../i18n'
import classes from './ImportPage.module.css'

const says = t.imports
const columns = says.previewColumns

interface ImportPreviewTableProps {
  preview: ImportPreview
  isStale: boolean
}

/** The items that the first rows become, and the first rows that cannot become one. */
export function ImportPreviewTable({ preview, isStale }: ImportPreviewTableProps) {
  const shown = new Set(preview.items.map((one) => one.row))
  const further = preview.refused.filter((one) => !shown.has(one.row))
  return (
    <div
      className={classes.frame}
      data-stale={isStale || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      role="region"
      aria-label={says.preview}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th data-end>{columns.row}</th>
            <th>{columns.input}</th>
            <th>{columns.expectedOutput}</th>
            <th>{columns.metadata}</th>
            <th>{columns.id}</th>
          </tr>
        </thead>
        <tbody>
          {preview.items.map((item) => (
            <tr key={item.row} data-wrong={item.problem !== '' || undefined}>
              <td data-end>{item.row}</td>
              {item.problem && !item.inputPreview && !item.expectedOutputPreview ? (
                <td colSpan={4} className={classes.wrong}>
                  {item.problem}
                </td>
              ) : (
                <>
                  <td className={classes.value} title={item.inputPreview}>
                    {item.inputPreview}
                    {item.problem && <span className={classes.wrong}>{item.problem}</span>}
                  </td>
                  <td className={classes.value} title={item.expectedOutputPreview}>
                    {item.expectedOutputPreview}
                  </td>
                  <td className={classes.value} title={item.metadataPreview}>
                    {item.metadataPreview}
                  </td>
                  <td className={classes.id} title={item.id}>
                    {item.id}
                  </td>
                </>
              )}
            </tr>
          ))}
          {further.map((one) => (
            <tr key={one.row} data-wrong>
              <td data-end>{one.row}</td>
              <td colSpan={4} className={classes.wrong}>
                {one.message}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
