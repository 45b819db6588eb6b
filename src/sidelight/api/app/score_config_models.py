"""Score configs in types."""

from typing import Any, Literal

from pydantic import Field, FiniteFloat

from sidelight.api.app.models import AppModel
from sidelight.model import ScoreDataType
from sidelight.model.score_config import ScoreCategory, ScoreConfig

ConfigType = Literal["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT"]
MAX_CATEGORIES = 500


class ScoreConfigCategory(AppModel):
    """A category: what people choose, and the number that stands for it."""

    label: str = Field(max_length=500)
    value: FiniteFloat


class ScoreConfigView(AppModel):
    """What scores of one name may be."""

    id: str
    name: str
    data_type: ConfigType
    min_value: float | None
    max_value: float | None
    categories: list[ScoreConfigCategory]
    description: str
    is_archived: bool
    created_at: str
    updated_at: str
    revision: int
    score_count: int = Field(description="Scores that were made with it.")


class ScoreConfigList(AppModel):
    """The configs of a project, oldest first, archived ones too; the newest 1,000."""

    items: list[ScoreConfigView]


class _Fields(AppModel):
    min_value: FiniteFloat | None = None
    max_value: FiniteFloat | None = None
    categories: list[ScoreConfigCategory] = Field(default=[], max_length=MAX_CATEGORIES)
    description: str = Field("", max_length=2_000)

    def _changes(self) -> dict[str, Any]:
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "categories": tuple(ScoreCategory(one.label, one.value) for one in self.categories),
            "description": self.description or None,
        }


class NewScoreConfig(_Fields):
    """A config to make; a BOOLEAN one has the categories True and False by itself."""

    name: str
    data_type: ConfigType

    def config(self) -> ScoreConfig:
        """The value, without an id."""
        return ScoreConfig(id="", name=self.name.strip(), data_type=ScoreDataType(self.data_type), **self._changes())


class ChangedScoreConfig(_Fields):
    """Everything of a config that may change; the type never does, and the name only while there are no scores."""

    name: str
    revision: int = Field(description="Of what was on the screen.")

    def changes(self) -> dict[str, Any]:
        """Fields of :class:`ScoreConfig`."""
        return {"name": self.name.strip(), **self._changes()}


class ScoreConfigState(AppModel):
    """Whether a config is archived."""

    is_archived: bool
    revision: int | None = Field(None, description="Of what was on the screen; without it the last word counts.")
