"""Why a body cannot be used, said so that the sender's user can act on it."""


class OtlpError(Exception):
    """A body is not OTLP at all; single bad records never raise it (they become ``RecordProblem``).

    ``reason`` is one sentence for the answer and the *Ingestion* page, ``hint`` names the remedy (may be ``""``).
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
