import {
  Binary,
  Bot,
  Box,
  CircleDot,
  FileDiff,
  Globe,
  Link2,
  type LucideIcon,
  MessageSquareText,
  Plug,
  RotateCcw,
  Scale,
  ScanSearch,
  ShieldCheck,
  Sparkle,
  SquareTerminal,
  Workflow,
  Wrench,
} from 'lucide-react'
import { isShellTool, type Kind } from './kind'

interface Look {
  icon: LucideIcon
  color: string
}

const LOOKS: Record<Kind, Look> = {
  session: { icon: Bot, color: 'var(--k-agent)' },
  agent: { icon: Bot, color: 'var(--k-agent)' },
  turn: { icon: MessageSquareText, color: 'var(--k-turn)' },
  model: { icon: Sparkle, color: 'var(--k-model)' },
  embedding: { icon: Binary, color: 'var(--k-model)' },
  tool: { icon: Wrench, color: 'var(--k-tool)' },
  retriever: { icon: ScanSearch, color: 'var(--k-tool)' },
  attempt: { icon: RotateCcw, color: 'var(--warn)' },
  event: { icon: CircleDot, color: 'var(--k-event)' },
  span: { icon: Box, color: 'var(--k-other)' },
  chain: { icon: Link2, color: 'var(--k-other)' },
  evaluator: { icon: Scale, color: 'var(--k-other)' },
  guardrail: { icon: ShieldCheck, color: 'var(--k-other)' },
}

/** One icon and colour for each kind of step, the same in tree, waterfall and badges. */
export function lookOf(kind: Kind, name = ''): Look {
  return kind === 'tool' ? { icon: toolIcon(name), color: LOOKS.tool.color } : LOOKS[kind]
}

/** Tools are recognised by name, so that a shell, a patch and a remote tool can be told apart at a glance. */
function toolIcon(name: string): LucideIcon {
  if (isShellTool(name)) return SquareTerminal
  if (name === 'apply_patch') return FileDiff
  if (/agent/.test(name)) return Bot
  if (/^web|search|fetch|browser/.test(name)) return Globe
  if (/^mcp__|\.|__/.test(name)) return Plug
  if (/plan|workflow/.test(name)) return Workflow
  return Wrench
}
