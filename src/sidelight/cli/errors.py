"""What a command says when it cannot do its work: one line of what is wrong, one of what to do."""


class CliError(Exception):
    """A problem that the user can understand and act on; shown without a stack trace.

    ``remedy`` is the next step, in the imperative; ``exit_code`` is what the process ends with.
    """

    def __init__(self, message: str, remedy: str = "", exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code
