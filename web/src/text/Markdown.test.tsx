import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import Markdown from './Markdown'

const render = (text: string) => renderToStaticMarkup(<Markdown text={text} />)

describe('Markdown', () => {
  it('shows HTML as text', () => {
    const html = render('<img src=x onerror=alert(1)> <script>alert(2)</script>')
    expect(html).not.toMatch(/<(img|script)/)
    expect(html).toContain('&lt;script&gt;')
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//example.com/x',
  ])('makes no link of %s', (address) => {
    expect(render(`[here](${address})`)).not.toContain('href')
  })

  it('opens links apart from the page and fetches no image', () => {
    const html = render('[site](https://example.com) ![shot](https://example.com/a.png)')
    expect(html).toContain('href="https://example.com" target="_blank" rel="noreferrer noopener nofollow"')
    expect(html).not.toContain('<img')
    expect(html).toContain('href="https://example.com/a.png"')
  })

  it('knows tables', () => {
    expect(render('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<td>1</td>')
  })
})
