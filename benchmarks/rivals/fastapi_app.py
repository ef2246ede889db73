"""The same rows by FastAPI and SQLModel, as their tutorial has it: what a user would write.

Run with the environment of ``locks/bench.txt``: ``uvicorn benchmarks.rivals.fastapi_app:app``.
"""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from sqlmodel import Field, Session, SQLModel, create_engine, desc, select

URL = os.environ["RIVALS_URL"]
engine = create_engine(
    URL, connect_args={"check_same_thread": False} if URL.startswith("sqlite") else {}
)
app = FastAPI()


class Figure(SQLModel, table=True):
    """One departure, flat, with the names of its claimant and source."""

    id: str = Field(primary_key=True)
    version: int
    reported: int | None
    bound: str
    approximate: bool
    lower: int | None
    upper: int | None
    unit: str
    as_printed: str
    rounding: int
    plausible_lower: int | None
    plausible_upper: int | None
    nationality: str | None
    legal_status: str
    inferred: str
    part_of: str | None
    voice: str
    claimant: str | None
    claimant_name: str | None
    claimant_type: str | None
    speaker_name: str | None
    speaker_role: str | None
    stated_on: str | None
    via: str
    confirmed_by: str
    source: str
    source_title: str | None
    source_publisher: str | None
    source_published: str | None
    mentions: str
    note: str | None
    origin: str | None = Field(index=True)
    destination: str | None
    place: str | None
    period_start: str | None
    period_end: str | None
    period_precision: str | None
    coverage: str
    per: str | None
    since_event: str | None
    movement: str
    outlook: str


def get_session() -> Iterator[Session]:
    """A session for a request."""
    with Session(engine) as session:
        yield session


SessionOf = Annotated[Session, Depends(get_session)]


@app.get("/figures", response_model=list[Figure])
def read_figures(
    session: SessionOf, origin: str, outlook: str, limit: Annotated[int, Query(le=1000)] = 100
) -> list[Figure]:
    """A page, the latest first."""
    statement = select(Figure).where(Figure.origin == origin, Figure.outlook == outlook)
    statement = statement.order_by(desc(Figure.period_end), Figure.id).limit(limit)
    return list(session.exec(statement).all())


@app.get("/figures/{id}", response_model=Figure)
def read_figure(session: SessionOf, id: str) -> Figure:
    """One by its id."""
    figure = session.get(Figure, id)
    if figure is None:
        raise HTTPException(status_code=404, detail="Figure not found")
    return figure
