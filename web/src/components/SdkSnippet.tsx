import { useQuery } from '@tanstack/react-query'
import { instanceQuery } from '../api/account'
import { t } from '../i18n'
import { Code } from './Code'

/** The lines of Python that send something here with a Langfuse SDK; `body` is what comes after its set-up. */
export function SdkSnippet({ body }: { body: string }) {
  const { data: instance } = useQuery(instanceQuery)
  const text = `# pip install langfuse; keys: ${t.nav.keys}
# LANGFUSE_PUBLIC_KEY=pk-…  LANGFUSE_SECRET_KEY=sk-…
# LANGFUSE_BASE_URL=${instance?.baseUrl ?? location.origin}
from langfuse import get_client
langfuse = get_client()

${body}
langfuse.flush()`
  return (
    <div style={{ width: 560, maxWidth: '100%', textAlign: 'left' }}>
      <Code text={text} title="Python" language="python" />
    </div>
  )
}
