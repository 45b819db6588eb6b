import { common } from './en/common'
import { errors } from './en/errors'
import { help } from './en/help'
import { ingestion } from './en/ingestion'
import { keys } from './en/keys'
import { login } from './en/login'
import { nav } from './en/nav'
import { palette } from './en/palette'
import { range } from './en/range'
import { sessions } from './en/sessions'
import { setup } from './en/setup'
import { trace } from './en/trace'
import { traces } from './en/traces'

/**
 * The English catalogue: every text that the interface shows, one file an area. A value is a text, or a function of
 * what varies.
 */
export const en = {
  product: 'Sidelight',
  common,
  nav,
  login,
  range,
  traces,
  trace,
  sessions,
  ingestion,
  setup,
  keys,
  errors,
  palette,
  help,
}
