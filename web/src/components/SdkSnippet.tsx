import { useQuery } from '@tanstack/react-query'
import { instanceQuery } from '../api/account'
import { Code } from './Code'
import { type SdkLines, sdkProgram } from './sdkPrograms'

/** A program of Python that sends something here with a Langfuse SDK. */
export function SdkSnippet({ lines }: { lines: SdkLines }) {
  const { data: instance } = useQuery(instanceQuery)
  return (
    <div style={{ width: 560, maxWidth: '100%', textAlign: 'left' }}>
      <Code text={sdkProgram(lines, instance?.baseUrl ?? location.origin)} title="Python" language="python" />
    </div>
  )
}
