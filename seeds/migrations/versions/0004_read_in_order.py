"""Read figures in the order they are listed in."""

import sqlalchemy as sa
from alembic import op
from models.base import Plain
revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_KINDS = {'departure': 'period', 'permit_holders': 'as_of', 'population_estimate': 'as_of'}
_LATEST = {
    'departure': {'by_origin': ['origin'], 'by_destination': ['destination'], 'by_way': ['origin', 'destination']},
    'permit_holders': {'by_jurisdiction': ['jurisdiction'], 'by_category_latest': ['category']},
    'population_estimate': {'by_country_latest': ['country'], 'by_people': ['country', 'nationality']},
}
_LARGEST = {
    'departure': {'by_origin_largest': ['origin']},
}


def upgrade() -> None:
    """Apply the change."""
    for table, when in _KINDS.items():
        op.add_column(table, sa.Column('published', Plain(), nullable=True))
        op.execute(
            f'UPDATE {table} SET published = (SELECT source.published_latest FROM source '
            f'WHERE source.id = {table}.source ORDER BY source.version DESC LIMIT 1)'
        )
        for replaced in (f'by_{when}_end', 'by_claimant', 'by_source'):
            op.drop_index(f'{table}_{replaced}', table)
        _index(table, f'by_{when}_end', [], _latest(f'{when}_end'))
        _index(table, 'by_published', [], _latest('published'))
        _index(table, 'by_reported', [], _largest())
        for column in ('claimant', 'source', 'nationality'):
            _index(table, f'by_{column}', [column], _latest('published'))
    for indexes, end in ((_LATEST, _latest), (_LARGEST, lambda _: _largest())):
        for table, named in indexes.items():
            for name, columns in named.items():
                _index(table, name, columns, end(f'{_KINDS[table]}_end'))


def _index(table: str, name: str, columns: list[str], end: list[sa.TextClause | str]) -> None:
    op.create_index(f'{table}_{name}', table, [*columns, *end])


def _latest(column: str) -> list[sa.TextClause | str]:
    return [sa.text(f"coalesce({column}, '') DESC"), 'id']


def _largest() -> list[sa.TextClause | str]:
    return [sa.text('coalesce(reported, -1) DESC'), 'id']
