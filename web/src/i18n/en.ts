import { abilities } from './en/abilities'
import { account } from './en/account'
import { addTo } from './en/addTo'
import { annotate } from './en/annotate'
import { audit } from './en/audit'
import { comments } from './en/comments'
import { common } from './en/common'
import { corrections } from './en/corrections'
import { datasets } from './en/datasets'
import { detail } from './en/detail'
import { errors } from './en/errors'
import { experiments } from './en/experiments'
import { filters } from './en/filters'
import { help } from './en/help'
import { imports } from './en/imports'
import { ingestion } from './en/ingestion'
import { invite } from './en/invite'
import { keys } from './en/keys'
import { login } from './en/login'
import { media } from './en/media'
import { members } from './en/members'
import { models } from './en/models'
import { nav } from './en/nav'
import { observations } from './en/observations'
import { organization } from './en/organization'
import { palette } from './en/palette'
import { promptEditor, protectedLabels } from './en/promptEditor'
import { prompts } from './en/prompts'
import { queues } from './en/queues'
import { range } from './en/range'
import { scoreAnalytics } from './en/scoreAnalytics'
import { scoreConfigs } from './en/scoreConfigs'
import { scores } from './en/scores'
import { sessions } from './en/sessions'
import { settings } from './en/settings'
import { setup } from './en/setup'
import { table } from './en/table'
import { text } from './en/text'
import { trace } from './en/trace'
import { traces } from './en/traces'
import { users } from './en/users'

/**
 * The English catalogue: every text that the interface shows, one file an area. A value is a text, or a function of
 * what varies.
 */
export const en = {
  product: 'Sidelight',
  addTo,
  annotate,
  comments,
  common,
  abilities,
  account,
  audit,
  invite,
  organization,
  corrections,
  datasets,
  imports,
  experiments,
  nav,
  observations,
  login,
  media,
  members,
  models,
  promptEditor,
  prompts,
  queues,
  protectedLabels,
  range,
  scoreAnalytics,
  scoreConfigs,
  scores,
  traces,
  users,
  trace,
  detail,
  sessions,
  ingestion,
  settings,
  setup,
  table,
  text,
  keys,
  errors,
  filters,
  palette,
  help,
}
