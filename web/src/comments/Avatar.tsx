import classes from './Avatar.module.css'

const TONES = 6

/** Somebody by the first letters of their name, in a colour that is always theirs. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/[\s@._-]+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words[1] : '']
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 997
  return (
    <span className={classes.root} data-tone={hash % TONES} aria-hidden>
      {letters.toUpperCase() || '?'}
    </span>
  )
}
