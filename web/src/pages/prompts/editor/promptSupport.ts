import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState, type Extension, StateEffect } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  hoverTooltip,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view'
import type { PromptPreview, Referable } from '../../../api/promptChanges'
import type { PromptReference } from '../../../api/prompts'
import { t } from '../../../i18n'
import { type Piece, piecesOf } from '../markup'
import './promptSupport.css'

const says = t.promptEditor

/** What the editors know of the draft beside their own text. */
export interface SupportContext {
  /** Names of variables to suggest. */
  variables: readonly string[]
  preview: PromptPreview | undefined
  /** Prompts that can be included, by part of a name. */
  search: (text: string) => Promise<readonly Referable[]>
  hrefOf: (reference: PromptReference) => string
}

/** Marks, checks and completes what has a meaning in prompts; one for all editors of a page. */
export interface PromptSupport {
  extension: Extension
  setContext: (context: SupportContext) => void
  /** Puts a text in where the cursor was last; false when no editor was ever used. */
  insert: (text: string) => boolean
}

type ReferencePiece = Extract<Piece, { kind: 'reference' }>

interface PlacedPiece {
  piece: Piece
  from: number
  to: number
}

/** A reference as it stands in texts. */
export const tagOf = ({
  name,
  version,
  label,
}: Pick<PromptReference, 'name' | 'version' | 'label'>): string =>
  `@@@langfusePrompt:name=${name}|${label ? `label=${label}` : `version=${version}`}@@@`

/** How a reference chooses, in words. */
export const choiceOf = (reference: { version?: number | null; label?: string | null }): string =>
  reference.label ? says.byLabel(reference.label) : says.byVersion(reference.version ?? 0)

const contextChanged = StateEffect.define<null>()

export function makePromptSupport(): PromptSupport {
  let context: SupportContext = {
    variables: [],
    preview: undefined,
    search: async () => [],
    hrefOf: () => '',
  }
  const views = new Set<EditorView>()
  let last: EditorView | undefined

  const problemOf = (piece: Piece): string | undefined =>
    piece.kind === 'reference'
      ? context.preview?.problems.find((one) => one.reference && isSame(one.reference, piece))?.message
      : undefined
  const partOf = (piece: Piece) =>
    piece.kind === 'reference'
      ? context.preview?.parts.find((one) => isSame(one.reference, piece))
      : undefined

  const helpOf = (piece: ReferencePiece): string => {
    const version = piece.label ? partOf(piece)?.version : undefined
    const now = version === undefined ? '' : ` (${says.resolvesTo(version)})`
    return [`${says.referenceTo(piece.name, choiceOf(piece))}${now}`, problemOf(piece) ?? says.openHint].join(
      '\n',
    )
  }

  class Marks implements PluginValue {
    decorations: DecorationSet
    atoms: DecorationSet

    constructor(readonly view: EditorView) {
      views.add(view)
      ;[this.decorations, this.atoms] = this.made(view.state)
    }

    update(update: ViewUpdate) {
      const isTold = update.transactions.some((one) =>
        one.effects.some((effect) => effect.is(contextChanged)),
      )
      if (update.docChanged || isTold) [this.decorations, this.atoms] = this.made(update.state)
      if (update.focusChanged && update.view.hasFocus) last = update.view
    }

    destroy() {
      views.delete(this.view)
      if (last === this.view) last = undefined
    }

    made(state: EditorState): [DecorationSet, DecorationSet] {
      const marks = placed(state.doc.toString()).flatMap(({ piece, from, to }) => {
        if (piece.kind === 'variable') return [variableMark.range(from, to)]
        if (piece.kind === 'reference')
          return [
            Decoration.replace({
              widget: new ReferenceChip(piece, helpOf(piece), Boolean(problemOf(piece))),
            }).range(from, to),
          ]
        return []
      })
      const chips = marks.filter((mark) => mark.value !== variableMark)
      return [Decoration.set(marks), Decoration.set(chips)]
    }
  }

  const marks = ViewPlugin.fromClass(Marks, {
    decorations: (plugin) => plugin.decorations,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.atoms ?? Decoration.none),
  })

  const hover = hoverTooltip((view, at) => {
    const found = placed(view.state.doc.toString()).find(({ from, to }) => at >= from && at <= to)
    if (found?.piece.kind !== 'variable') return null
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: helpBox() }) }
  })

  const opening = EditorView.domEventHandlers({
    mousedown: (event, view) => {
      const chip = (event.target as Element).closest('.cm-prompt-reference')
      if (!chip || !(event.ctrlKey || event.metaKey)) return false
      const at = view.posAtDOM(chip)
      const found = placed(view.state.doc.toString()).find(({ from }) => from === at)
      if (found?.piece.kind !== 'reference') return false
      const { name, version, label } = found.piece
      window.open(
        context.hrefOf({ name, version: version ?? null, label: label ?? null }),
        '_blank',
        'noopener',
      )
      return true
    },
  })

  const complete = async (at: CompletionContext): Promise<CompletionResult | null> => {
    const variable = at.matchBefore(/\{\{\s*[\w.-]*$/)
    if (variable) {
      const start = variable.from + (variable.text.match(/^\{\{\s*/)?.[0].length ?? 0)
      const isClosed = /^\s*\}\}/.test(at.state.sliceDoc(at.pos, at.pos + 12))
      return {
        from: start,
        options: context.variables.map((name) => ({
          label: name,
          detail: says.variableDetail,
          apply: isClosed ? name : `${name}}}`,
        })),
        validFor: /^[\w.-]*$/,
      }
    }
    const reference = at.matchBefore(/(?:^|[\s(["'>:;,.!?])@[^\s@|]*$/)
    if (!reference) return null
    const from = reference.from + reference.text.indexOf('@')
    const found = await context.search(at.state.sliceDoc(from + 1, at.pos))
    return { from, filter: false, options: found.flatMap(optionsOf) }
  }

  const tell = (view: EditorView) => {
    if (!views.has(view)) return
    const diagnostics = placed(view.state.doc.toString()).flatMap(({ piece, from, to }): Diagnostic[] => {
      const problem = problemOf(piece)
      return problem ? [{ from, to, severity: 'error', message: problem }] : []
    })
    view.dispatch(setDiagnostics(view.state, diagnostics), { effects: contextChanged.of(null) })
  }

  return {
    extension: [
      marks,
      hover,
      braces,
      opening,
      EditorState.languageData.of(() => [{ autocomplete: complete }]),
    ],
    setContext: (next) => {
      context = next
      // Not while an editor still updates itself.
      queueMicrotask(() => views.forEach(tell))
    },
    insert: (text) => {
      const view = last ?? [...views].at(-1)
      if (!view) return false
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true, userEvent: 'input' })
      view.focus()
      return true
    },
  }
}

/** The second brace of a variable brings the two that close it, and is written over where they stand. */
const braces = EditorView.inputHandler.of((view, from, to, text) => {
  if (from !== to || (text !== '{' && text !== '}')) return false
  const before = view.state.sliceDoc(Math.max(0, from - 2), from)
  const after = view.state.sliceDoc(to, to + 1)
  if (text === '{' && before.endsWith('{') && before !== '{{' && after !== '}') {
    view.dispatch({
      changes: { from, insert: '{}}' },
      selection: { anchor: from + 1 },
      userEvent: 'input.type',
    })
    startCompletion(view)
    return true
  }
  const line = view.state.sliceDoc(view.state.doc.lineAt(from).from, from)
  if (text === '}' && after === '}' && line.lastIndexOf('{{') > line.lastIndexOf('}}')) {
    view.dispatch({ selection: { anchor: from + 1 }, userEvent: 'input.type' })
    return true
  }
  return false
})

const variableMark = Decoration.mark({ class: 'cm-prompt-variable' })

function placed(text: string): PlacedPiece[] {
  let end = 0
  return piecesOf(text).map((piece) => {
    const from = end
    end += piece.text.length
    return { piece, from, to: end }
  })
}

const isSame = (reference: PromptReference, piece: ReferencePiece): boolean =>
  reference.name === piece.name &&
  (reference.version ?? undefined) === piece.version &&
  (reference.label ?? undefined) === piece.label

/** Stands for a reference in the text: its name, and how it chooses. What it is stands in its title. */
class ReferenceChip extends WidgetType {
  constructor(
    readonly piece: ReferencePiece,
    readonly help: string,
    readonly isWrong: boolean,
  ) {
    super()
  }

  override eq(other: ReferenceChip) {
    return other.piece.text === this.piece.text && other.help === this.help && other.isWrong === this.isWrong
  }

  override toDOM() {
    const chip = document.createElement('span')
    chip.className = 'cm-prompt-reference'
    chip.title = this.help
    if (this.isWrong) chip.dataset.wrong = ''
    const name = document.createElement('span')
    name.textContent = this.piece.name
    const by = document.createElement('span')
    by.className = 'cm-prompt-reference-by'
    by.textContent = this.piece.label ?? t.prompts.shortVersion(this.piece.version ?? 0)
    chip.append(name, by)
    return chip
  }

  override ignoreEvent() {
    return false
  }
}

function helpBox(): HTMLElement {
  const box = document.createElement('div')
  box.className = 'cm-prompt-help'
  box.textContent = says.variableHelp
  return box
}

function optionsOf({ name, labels, latestVersion }: Referable): Completion[] {
  return [
    ...labels.map((label) => ({ label: name, detail: label, apply: tagOf({ name, label, version: null }) })),
    {
      label: name,
      detail: t.prompts.shortVersion(latestVersion),
      apply: tagOf({ name, version: latestVersion, label: null }),
    },
  ]
}
