export const media = {
  title: 'Media',
  image: (name: string) => `Image ${name}`,
  audio: (name: string) => `Audio ${name}`,
  video: (name: string) => `Video ${name}`,
  enlarge: 'Enlarge',
  download: 'Download',
  missing: 'File not here',
  missingHint:
    'The text mentions a file that was not uploaded to this project. It may still be on its way, or it was deleted with its trace.',
  failed: 'Upload failed',
  waiting: 'Waiting for the file',
  waitingHint: 'The sender announced this file; its content has not arrived yet.',
  unreadable: 'The browser cannot show this file. It can be downloaded.',
  fields: {
    input: 'Input',
    output: 'Output',
    metadata: 'Metadata',
    expectedOutput: 'Expected output',
  },
}
