"""Find comparisons and reconciliations by figure, and in the order they are listed."""

import msgspec
import sqlalchemy as sa
from alembic import op
from models.base import Plain
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_BATCH = 5000


def upgrade() -> None:
    """Apply the change."""
    op.create_table('reconciliation_member',
    sa.Column('figure', Plain(), nullable=False),
    sa.Column('reconciliation', Plain(), nullable=False),
    sa.PrimaryKeyConstraint('figure', 'reconciliation')
    )
    op.add_column('release', sa.Column('rules', Plain(), nullable=True))
    op.create_index('comparison_by_size', 'comparison', [sa.text('size DESC'), 'id'])
    for column in ('verdict', 'origin', 'destination', 'country', 'nationality'):
        op.create_index(f'comparison_by_{column}', 'comparison', [column, sa.text('size DESC'), 'id'])
    for column in ('rule', 'verdict', 'whole', 'origin', 'destination', 'country'):
        op.create_index(f'reconciliation_by_{column}', 'reconciliation', [column, 'id'])
    for table in ('departure', 'permit_holders', 'population_estimate'):
        op.create_index(f'{table}_by_part_of', table, ['part_of'])
    op.create_index('departure_by_route', 'departure', ['origin', 'destination', 'nationality'])
    op.create_index('permit_holders_by_category', 'permit_holders', ['category', 'jurisdiction', 'nationality'])
    op.create_index('population_estimate_by_country', 'population_estimate', ['country', 'nationality'])
    _fill_members()


def _fill_members() -> None:
    """What the stored reconciliations hold, those of earlier releases too."""
    connection = op.get_bind()
    member = sa.table('reconciliation_member', sa.column('figure'), sa.column('reconciliation'))
    # every version of a reconciliation has the same figures: its id is made of them
    held = connection.execute(
        sa.text('SELECT id, whole, parts FROM reconciliation WHERE version = 1')
    ).all()
    rows = [
        {'figure': figure, 'reconciliation': id}
        for id, whole, parts in held
        for figure in sorted({whole, *msgspec.json.decode(parts)})
    ]
    for first in range(0, len(rows), _BATCH):
        connection.execute(sa.insert(member), rows[first : first + _BATCH])
