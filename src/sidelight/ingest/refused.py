"""The one exception by which a receiver turns a request away."""


class RefusedError(Exception):
    """Why a request is not accepted: ``status`` is HTTP's, ``code`` for machines, ``reason`` and ``hint`` for people.

    ``kind`` is ``refused``, or ``undecodable`` when the body could not be read. ``sample`` shows the beginning of
    the body. ``retry_after_s`` is set when sending the same again later can succeed.
    """

    def __init__(
        self,
        status: int,
        code: str,
        reason: str,
        hint: str = "",
        *,
        kind: str = "refused",
        sample: str = "",
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.reason = reason
        self.hint = hint
        self.kind = kind
        self.sample = sample
        self.retry_after_s = retry_after_s
