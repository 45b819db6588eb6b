"""``sidelight``: the command line. Commands import what they need when they run, so that ``--help`` is quick."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from sidelight import __version__
from sidelight.cli.codex import codex_app
from sidelight.cli.console import err, print_problem
from sidelight.cli.demo import demo
from sidelight.cli.errors import CliError
from sidelight.cli.keys import keys_app, login_link
from sidelight.cli.serve import serve

# Typer carries click inside and gives no public name to its base error, whose instances it prints itself.
_UsageProblem: type[BaseException] = typer.BadParameter.__bases__[0].__bases__[0]


class FriendlyGroup(TyperGroup):
    """Turns errors of commands into a message and a remedy; ``--debug`` shows the stack trace instead."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, _UsageProblem):
            raise
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except CliError as error:
            if ctx.params.get("debug"):
                raise
            print_problem(error.message, error.remedy)
            raise typer.Exit(error.exit_code) from None
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            print_problem(
                f"{type(error).__name__}: {error}", "This is a bug in Sidelight. Run `sidelight --debug …` for details."
            )
            raise typer.Exit(70) from None


app = typer.Typer(
    name="sidelight",
    cls=FriendlyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: twice as quick, and long flags leave room for their meaning.
    rich_markup_mode=None,
    help="See what coding agents and LLM applications did, what it cost, and whether it was any good.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sidelight {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show stack traces of errors.")] = False,
) -> None:
    """Options that stand before every command."""
    if debug:
        err().print(f"sidelight {__version__}", style="dim")


app.command()(serve)
app.command()(demo)
app.command("login-link")(login_link)
app.add_typer(codex_app, name="codex")
app.add_typer(keys_app, name="keys")
