"""Puts together anew the objects that new pieces touch, from all their stored pieces."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sidelight.enrich.price_book import BookOf, PriceBook
from sidelight.enrich.pricing import price
from sidelight.ingest.langfuse_batch.fold import fold_observation, fold_trace, places_of
from sidelight.ingest.langfuse_batch.piece import PIECE_COLUMNS, Piece, piece_from_row
from sidelight.model import Observation, Trace
from sidelight.model.time import NS_PER_S
from sidelight.store.driver import Driver

OBJECTS_A_STATEMENT = 500
_NS_PER_DAY = 86_400 * NS_PER_S

_PIECES = f"""
SELECT {PIECE_COLUMNS} FROM batch_events FINAL
WHERE project_id = {{project_id:String}} AND object_id IN {{ids:Array(String)}}
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class FoldedObservation:
    """An observation, and where a row of it may stand that was made before some pieces came: trace id and start."""

    observation: Observation
    former_places: tuple[tuple[str, int], ...] = ()


class PieceFolder:
    """Reads pieces and folds them. For one thread."""

    def __init__(self, driver: Driver, book_of: BookOf) -> None:
        """``book_of`` gives the prices of a project."""
        self._driver = driver
        self._book_of = book_of

    def fold_touched(self, project_id: str, object_ids: Collection[str]) -> Iterator[FoldedObservation | Trace]:
        """The objects of these ids; their new pieces must be stored already. Raises StoreError."""
        book = self._book_of(project_id)
        ids = sorted(object_ids)
        for first in range(0, len(ids), OBJECTS_A_STATEMENT):
            chunk = ids[first : first + OBJECTS_A_STATEMENT]
            pieces: defaultdict[tuple[str, bool], list[Piece]] = defaultdict(list)
            for row in self._driver.query(_PIECES, {"project_id": project_id, "ids": chunk}):
                piece = piece_from_row(row)
                pieces[piece.object_id, piece.is_trace].append(piece)
            for (_, is_trace), found in pieces.items():
                yield fold_trace(found) if is_trace else _observation(found, book)


def _observation(pieces: list[Piece], book: PriceBook) -> FoldedObservation:
    observation = price(fold_observation(pieces), book)
    if len(pieces) == 1:
        return FoldedObservation(observation)
    here = (observation.trace_id, observation.start_ns // _NS_PER_DAY)
    former = {
        (trace_id, start_ns // _NS_PER_DAY): start_ns
        for trace_id, start_ns in places_of(pieces)
        if (trace_id, start_ns // _NS_PER_DAY) != here
    }
    return FoldedObservation(observation, tuple((trace_id, start_ns) for (trace_id, _), start_ns in former.items()))
