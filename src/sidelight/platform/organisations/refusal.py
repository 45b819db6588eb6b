"""Why a change of people, organisations or projects is refused."""


class OrganisationRefusal(Exception):
    """A change that cannot be made; ``message`` says why, ``hint`` what to do. ``status`` is that of an HTTP answer.

    ``field`` names what was wrong in the request, if it was one field.
    """

    def __init__(self, message: str, hint: str = "", *, status: int = 409, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.status = status
        self.field = field


def not_enough(what: str) -> OrganisationRefusal:
    """The refusal for who may not give or take a role."""
    return OrganisationRefusal(
        f"You may not {what}.", "It takes an admin; what concerns owners, an owner does.", status=403, field="role"
    )
