"""The users that traces name."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present_lists
from sidelight.api.app.list_models import UserPage
from sidelight.api.app.list_parameters import UserListParameters
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.query.user_list import list_users

router = APIRouter(prefix="/projects/{project_id}/users", tags=["users"], route_class=ReadRoute)


@router.get("", operation_id="listUsers")
async def get_users(reader: Reader, query: Annotated[UserListParameters, Query()]) -> UserPage:
    """Users of the traces that match, with what they did in them; `q` is looked for in their ids."""
    page = await list_users(reader, query.where, query.order, query.cursor, query.limit)
    return UserPage(
        items=[present_lists.user_row(user) for user in page.items], next_cursor=page.next_cursor, total=page.total
    )
