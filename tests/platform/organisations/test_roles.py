"""Every pair of a role in the organisation and one in the project, and who may give what."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.platform.organisations.roles import effective_role, may_give, organisation_role
from sidelight.platform.tables import NO_ROLE, Role

ROLES: list[str | None] = [None, *(role.value for role in Role), NO_ROLE]
# In the organisation (lines) and in the project (columns): owner, admin, member, viewer, hidden, nothing said.
MATRIX = """
          owner  admin  member viewer none   -
-         -      -      -      -      -      -
owner     owner  owner  owner  owner  owner  owner
admin     owner  admin  member viewer -      admin
member    owner  admin  member viewer -      member
viewer    owner  admin  member viewer -      viewer
none      owner  admin  member viewer -      -
"""


def cases() -> list[tuple[str | None, str | None, Role | None]]:
    head, *lines = [line.split() for line in MATRIX.strip().splitlines()]
    read = {"-": None}
    return [
        (read.get(line[0], line[0]), read.get(column, column), None if cell == "-" else Role(cell))
        for line in lines
        for column, cell in zip(head, line[1:], strict=True)
    ]


@pytest.mark.parametrize(("in_organisation", "in_project", "expected"), cases())
def test_the_matrix(in_organisation: str | None, in_project: str | None, expected: Role | None) -> None:
    assert effective_role(in_organisation, in_project) is expected


def test_the_matrix_is_whole() -> None:
    assert {case[:2] for case in cases()} == set(itertools.product(ROLES, ROLES))


def test_a_role_in_a_project_opens_nothing_of_the_organisation() -> None:
    assert [organisation_role(role) for role in ROLES] == [None, *Role, None]


@given(actor=st.sampled_from([None, *Role]), before=st.sampled_from(ROLES), after=st.sampled_from(ROLES))
def test_nobody_gives_or_takes_more_than_they_have(actor: Role | None, before: str | None, after: str | None) -> None:
    touched = [Role(role) for role in (before, after) if role not in (None, NO_ROLE)]
    if actor in (Role.OWNER, Role.ADMIN):
        assert may_give(actor, before, after) == all(actor.reaches(role) for role in touched)
    else:
        assert not may_give(actor, before, after)
