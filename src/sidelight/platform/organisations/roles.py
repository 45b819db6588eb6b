"""Who may do what in a project: the one place where a role in an organisation and one in a project are joined. Pure."""

from sidelight.platform.tables import NO_ROLE, Role


def effective_role(in_organisation: str | None, in_project: str | None) -> Role | None:
    """The role of a person in one project; None when it is not open to them.

    ``in_organisation`` is the role of the membership, None for who is no member: a role in a project is worth nothing
    without one. An owner of the organisation is an owner everywhere, so that no project is out of everybody's reach.
    For all others a role in the project stands in the place of the other, whether it gives more or less.
    """
    if in_organisation is None:
        return None
    if in_organisation == Role.OWNER:
        return Role.OWNER
    role = in_organisation if in_project is None else in_project
    return None if role == NO_ROLE else Role(role)


def organisation_role(in_organisation: str | None) -> Role | None:
    """The role in what belongs to the organisation itself: its people, keys and settings."""
    return None if in_organisation in (None, NO_ROLE) else Role(in_organisation)


def may_give(actor: Role | None, before: str | None, after: str | None) -> bool:
    """Whether who has the role ``actor`` may change somebody's role from ``before`` to ``after``.

    None and ``none`` stand for no role: of somebody who comes, or goes. It takes an admin, and nobody gives or takes
    more than they have themselves.
    """
    if actor is None or not actor.reaches(Role.ADMIN):
        return False
    return all(actor.reaches(Role(role)) for role in (before, after) if role not in (None, NO_ROLE))
