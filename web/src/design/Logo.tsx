interface LogoProps {
  size?: number
  wordmark?: boolean
}

/** The mark: a body lit from its left side. With the wordmark beside it when asked. */
export function Logo({ size = 20, wordmark = true }: LogoProps) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: size * 0.42 }}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none' }}>
        <circle cx="16" cy="16" r="14" fill="var(--ink)" />
        <path d="M16 2a14 14 0 0 0 0 28 19.8 19.8 0 0 1 0-28Z" fill="var(--accent)" />
      </svg>
      {wordmark && (
        <span style={{ fontSize: size * 0.78, fontWeight: 600, letterSpacing: '-0.025em', lineHeight: 1 }}>
          Sidelight
        </span>
      )}
    </span>
  )
}
