import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, Download, FileText, Hourglass, type LucideIcon, Maximize2 } from 'lucide-react'
import { useState } from 'react'
import { mediaContentUrl, mediaQuery } from '../api/media'
import { useProjectId } from '../app/useProjectId'
import { formatBytes } from '../format/number'
import { t } from '../i18n'
import { kindOf, typeName } from './kind'
import classes from './MediaReference.module.css'

interface MediaReferenceProps {
  mediaId: string
  /** The type that the mark names; it decides how the file is shown. */
  contentType: string
  /** By default the project of the page. */
  project?: string
}

/**
 * A stored file in the place of its mark: `<MediaReference mediaId="…" contentType="image/png" />`. Cut texts with
 * `splitMedia` of `./reference` and put one of these where it gives a reference. Images are thumbnails that open, audio
 * and video play, everything else is a chip to download; files that are missing or still on their way say so.
 */
export function MediaReference({ mediaId, contentType, project: given }: MediaReferenceProps) {
  const own = useProjectId()
  const project = given ?? own
  const kind = kindOf(contentType)
  const [broken, setBroken] = useState(false)
  const file: Shown = { mediaId, contentType, url: mediaContentUrl(project, mediaId) }
  if (kind === 'file' || broken) return <FileChip project={project} file={file} unreadable={broken} />
  const onError = () => setBroken(true)
  if (kind === 'image') return <Picture project={project} file={file} onError={onError} />
  return kind === 'audio' ? (
    // biome-ignore lint/a11y/useMediaCaption: there are no captions of what an application recorded
    <audio
      className={classes.audio}
      controls
      preload="metadata"
      src={file.url}
      aria-label={t.media.audio(mediaId)}
      onError={onError}
    />
  ) : (
    // biome-ignore lint/a11y/useMediaCaption: there are no captions of what an application recorded
    <video
      className={classes.video}
      controls
      preload="metadata"
      src={file.url}
      aria-label={t.media.video(mediaId)}
      onError={onError}
    />
  )
}

interface Shown {
  mediaId: string
  contentType: string
  url: string
}

interface PartProps {
  project: string
  file: Shown
}

function Picture({ project, file, onError }: PartProps & { onError: () => void }) {
  const [open, setOpen] = useState(false)
  const [loaded, setLoaded] = useState(false)
  const label = t.media.image(file.mediaId)
  return (
    <>
      <button
        type="button"
        className={classes.thumbnail}
        data-loading={!loaded || undefined}
        aria-label={`${t.media.enlarge}: ${label}`}
        onClick={(event) => {
          event.stopPropagation()
          setOpen(true)
        }}
      >
        <img
          src={file.url}
          alt={label}
          loading="lazy"
          decoding="async"
          onLoad={() => setLoaded(true)}
          onError={onError}
        />
        <span className={classes.enlarge}>
          <Maximize2 size={12} aria-hidden />
        </span>
      </button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          size="auto"
          title={<Caption project={project} file={file} />}
          closeButtonProps={{ 'aria-label': t.common.close }}
        >
          <img className={classes.large} src={file.url} alt={label} />
        </Modal>
      )}
    </>
  )
}

function Caption({ project, file }: PartProps) {
  const { data } = useQuery(mediaQuery(project, file.mediaId))
  return (
    <span className={classes.caption}>
      <span>{typeName(file.contentType)}</span>
      {data && <span className={classes.quiet}>{formatBytes(data.contentLength)}</span>}
      <a className={classes.download} href={file.url} download>
        <Download size={13} aria-hidden /> {t.media.download}
      </a>
    </span>
  )
}

function FileChip({ project, file, unreadable }: PartProps & { unreadable: boolean }) {
  const { data, error } = useQuery(mediaQuery(project, file.mediaId))
  if (error && !data)
    return <Absent icon={CircleAlert} tone="error" title={t.media.missing} hint={t.media.missingHint} />
  if (!data) return <span className={classes.chip} data-loading aria-busy />
  if (!data.uploadedAt)
    return data.uploadError ? (
      <Absent icon={CircleAlert} tone="error" title={t.media.failed} hint={data.uploadError} />
    ) : (
      <Absent icon={Hourglass} title={t.media.waiting} hint={t.media.waitingHint} />
    )
  return (
    <a
      className={classes.chip}
      href={file.url}
      download
      title={unreadable ? t.media.unreadable : `${file.contentType} · ${file.mediaId}`}
      onClick={(event) => event.stopPropagation()}
    >
      <FileText size={16} strokeWidth={1.6} aria-hidden />
      <span className={classes.name}>{typeName(file.contentType)}</span>
      <span className={classes.quiet}>{formatBytes(data.contentLength)}</span>
      <Download size={13} aria-label={t.media.download} />
    </a>
  )
}

interface AbsentProps {
  icon: LucideIcon
  title: string
  hint: string
  tone?: 'error'
}

function Absent({ icon: Icon, title, hint, tone }: AbsentProps) {
  return (
    <span className={classes.chip} data-absent data-tone={tone} title={hint}>
      <Icon size={15} strokeWidth={1.6} aria-hidden />
      <span>{title}</span>
    </span>
  )
}
