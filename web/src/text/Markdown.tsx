import { type ReactNode, useMemo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { Code } from '../components/Code'
import classes from './Markdown.module.css'

/** Only links that open a page or a mail; anything else, such as `javascript:`, loses its address. */
const SAFE_LINK = /^(https?:|mailto:|#)/i

/** A link that opens beside the page, and only when its address is safe. */
export function SafeLink({ href, children }: { href?: string; children?: ReactNode }) {
  return href && SAFE_LINK.test(href) ? (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  )
}

const components: Components = {
  a: SafeLink,
  // A trace must not make the reader's browser call out: images stay links.
  img: ({ src, alt }) => (
    <a
      href={typeof src === 'string' && SAFE_LINK.test(src) ? src : undefined}
      target="_blank"
      rel="noreferrer noopener nofollow"
    >
      {alt || src}
    </a>
  ),
  pre: ({ node, children }) => {
    const first = node?.children[0]
    if (first?.type !== 'element') return <pre>{children}</pre>
    const name = String((first.properties.className as string[] | undefined)?.[0] ?? '').replace(
      'language-',
      '',
    )
    const inner = first.children[0]
    return (
      <Code
        text={inner?.type === 'text' ? inner.value.replace(/\n$/, '') : ''}
        language={name}
        title={name || undefined}
      />
    )
  },
  table: ({ children }) => (
    <div className={classes.table}>
      <table>{children}</table>
    </div>
  ),
}

interface MarkdownProps {
  text: string
  /** Draws links in another way; must be the same from one render to the next. */
  link?: Components['a']
}

/** Markdown as React elements; raw HTML in it is shown as text, never run. */
export default function Markdown({ text, link }: MarkdownProps) {
  const parts = useMemo(() => (link ? { ...components, a: link } : components), [link])
  return (
    <div className={classes.root}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={parts}>
        {text}
      </ReactMarkdown>
    </div>
  )
}
