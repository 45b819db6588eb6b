import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import CommentText from './CommentText'

const render = (content: string) => renderToStaticMarkup(<CommentText content={content} />)

describe('CommentText', () => {
  it('draws mentions apart from links, whatever their names hold', () => {
    const html = render('@[Ada *L*](user:ada) see [docs](https://example.com)')
    expect(html).toMatch(/<span class="[^"]*">@Ada \*L\*<\/span>/)
    expect(html).toContain('href="https://example.com"')
    expect(html).not.toContain('user:ada')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '@[x](user:javascript:alert(1))',
    '![x](https://example.com/track.png)',
    '<a href="javascript:alert(1)">x</a>',
    '@[<b>x</b>](user:ada)',
  ])('is inert: %s', (content) => {
    const html = render(content)
    expect(html).not.toMatch(/<(script|img|b)[ >]/)
    expect(html).not.toMatch(/href="(?!https:)/)
  })
})
