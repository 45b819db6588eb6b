/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Fields and panes that the first page has none of. */
const LATER =
  'Autocomplete|Checkbox|Combobox|MultiSelect|NativeSelect|Notification|PasswordInput|Pill|PillsInput|Select|Splitter|Switch|TagsInput|Textarea'

/** Libraries of the first page. Heavier ones (editor, charts, Markdown, tables) load with the pages that use them. */
const VENDOR = new RegExp(
  `node_modules/(react|react-dom|scheduler|clsx|openapi-fetch|lucide-react|@mantine/(?!notifications/|core/esm/components/(${LATER})/)\\w+|@floating-ui/[\\w-]+|@tanstack/(?!table|react-table)[\\w-]+)/`,
)

const server = process.env.SIDELIGHT_DEV_SERVER ?? 'http://localhost:3000'

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../src/sidelight/web_dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Without groups every shared module becomes a file of its own: fifty requests before the first page shows.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: VENDOR, priority: 2 },
            {
              name: 'shared',
              test: /\/src\/(api|app|components|design|format|i18n|shell|time)\//,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
})
