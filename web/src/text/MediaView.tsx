import { Download, File, FileImage, FileMusic, FileVideo, Link2 } from 'lucide-react'
import { formatBytes } from '../format/number'
import { t } from '../i18n'
import { MediaReference } from '../media/MediaReference'
import { asReference } from '../media/reference'
import type { Media } from './chat/chat'
import classes from './MediaView.module.css'

/** Types of images that cannot run anything when they are drawn. */
const DRAWN = /^data:image\/(png|jpe?g|gif|webp|avif|bmp);base64,/

/** A picture, recording or file of a conversation. What lies elsewhere is a link: a trace must not make the page call out. */
export function MediaView({ media }: { media: Media }) {
  const { source, mime } = media
  const stored = asReference(source)
  if (stored) return <MediaReference mediaId={stored.mediaId} contentType={stored.contentType} />
  if (source.startsWith('data:')) return <Inline media={media} />
  const isLink = /^https?:\/\//i.test(source)
  const Icon = isLink ? Link2 : iconOf(mime)
  const name = media.name || (isLink ? source : mime) || t.text.file
  return (
    <span className={classes.chip} title={source || undefined}>
      <Icon size={14} aria-hidden />
      {isLink ? (
        <a href={source} target="_blank" rel="noreferrer noopener nofollow" className={classes.name}>
          {name}
        </a>
      ) : (
        <span className={classes.name}>{name}</span>
      )}
      {mime && mime !== name && <span className={classes.mime}>{mime}</span>}
    </span>
  )
}

function Inline({ media }: { media: Media }) {
  const { source, mime, name } = media
  const bytes = Math.floor(((source.length - source.indexOf(',') - 1) * 3) / 4)
  if (DRAWN.test(source)) {
    return (
      <a
        href={source}
        download={name || 'image'}
        className={classes.picture}
        title={`${mime} · ${formatBytes(bytes)}`}
      >
        <img src={source} alt={name || t.text.image} loading="lazy" decoding="async" />
      </a>
    )
  }
  if (/^data:audio\//.test(source)) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a recording in a trace has no captions
      <audio
        controls
        preload="none"
        src={source}
        aria-label={name || t.text.audio}
        className={classes.audio}
      />
    )
  }
  const Icon = iconOf(mime)
  return (
    <a href={source} download={name || 'file'} className={classes.chip}>
      <Icon size={14} aria-hidden />
      <span className={classes.name}>{name || mime || t.text.file}</span>
      <span className={classes.mime}>{formatBytes(bytes)}</span>
      <Download size={13} aria-hidden />
    </a>
  )
}

function iconOf(mime: string) {
  if (mime.startsWith('image/')) return FileImage
  if (mime.startsWith('audio/')) return FileMusic
  return mime.startsWith('video/') ? FileVideo : File
}
