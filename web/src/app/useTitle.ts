import { useEffect } from 'react'
import { t } from '../i18n'

/** Names the browser tab while the page is open. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · ${t.product}` : t.product
  }, [title])
}
