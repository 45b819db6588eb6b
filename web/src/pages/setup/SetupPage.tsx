import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { instanceQuery } from '../../api/account'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { Code } from '../../components/Code'
import { PageHead } from '../../components/PageHead'
import { t } from '../../i18n'
import { ArrivalPanel } from './ArrivalPanel'
import { credentialsOf, DEFAULT_OPTIONS, writeCommand, writeEnvironment, writeToml } from './codexConfig'
import { type ChosenKey, KeyStep } from './KeyStep'
import { OptionsStep } from './OptionsStep'
import classes from './SetupPage.module.css'

/** From nothing to the first trace of Codex, on one page. */
export function SetupPage() {
  const project = useProjectId()
  const { data: instance } = useQuery(instanceQuery)
  const [key, setKey] = useState<ChosenKey>({ publicKey: '', secretKey: '' })
  const [options, setOptions] = useState(DEFAULT_OPTIONS)
  useTitle(t.setup.title)

  const baseUrl = instance?.baseUrl || location.origin
  const credentials = key.publicKey && key.secretKey ? credentialsOf(key.publicKey, key.secretKey) : ''
  const isEnvironment = options.secretIn === 'environment'

  return (
    <div className={classes.root}>
      <PageHead title={t.setup.title} />
      <div className={classes.columns}>
        <div className={classes.steps}>
          <p className={classes.lead}>{t.setup.lead}</p>
          <Step number={1} title={t.setup.stepKey}>
            <KeyStep project={project} value={key} onChange={setKey} />
          </Step>
          <Step number={2} title={t.setup.stepOptions}>
            <OptionsStep value={options} onChange={setOptions} />
          </Step>
          <Step number={3} title={t.setup.stepPaste}>
            <h3 className={classes.subtitle}>{t.setup.byHand}</h3>
            <p className={classes.help}>{t.setup.byHandHelp}</p>
            <Code
              text={writeToml(options, baseUrl, credentials)}
              language="toml"
              title="~/.codex/config.toml"
            />
            {isEnvironment && (
              <>
                <p className={classes.help}>{t.setup.shellHelp}</p>
                <Code text={writeEnvironment(credentials)} language="shell" />
              </>
            )}
            <h3 className={classes.subtitle}>{t.setup.withCli}</h3>
            <p className={classes.help}>{t.setup.withCliHelp}</p>
            <Code text={writeCommand(options, baseUrl, key.publicKey, key.secretKey)} language="shell" />
          </Step>
          <Step number={4} title={t.setup.stepCheck}>
            <p className={classes.help}>{t.setup.checkHelp}</p>
            <Code text={'codex exec "Say hello and list the files here"'} language="shell" />
            <p className={classes.help}>{t.setup.doctorHelp}</p>
            <Code text="sidelight codex doctor" language="shell" />
          </Step>
        </div>
        <aside className={classes.side}>
          <ArrivalPanel project={project} />
        </aside>
      </div>
    </div>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className={classes.step}>
      <h2 className={classes.title}>
        <span className={classes.number} aria-hidden>
          {number}
        </span>
        {title}
      </h2>
      <div className={classes.content}>{children}</div>
    </section>
  )
}
