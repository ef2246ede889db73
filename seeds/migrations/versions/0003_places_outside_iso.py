"""Places outside ISO 3166-1, and the population groups of official statistics."""

import sqlalchemy as sa
from alembic import op
from models.base import Plain
revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

_LEGAL_STATUS = "'other_of_concern'", "'other_of_concern', 'other_in_need_of_protection'"
_SITUATION = (
    "'waiting_at_border'",
    "'waiting_at_border', 'internally_displaced', 'returned_from_displacement', 'host_community'",
)
_CHECKS = {
    'departure': {'legal_status': _LEGAL_STATUS},
    'permit_holders': {'legal_status': _LEGAL_STATUS},
    'population_estimate': {'legal_status': _LEGAL_STATUS, 'situation': _SITUATION},
}


def upgrade() -> None:
    """Apply the change."""
    rewrite = _alter if op.get_bind().dialect.name == 'postgresql' else _make_anew
    for table, checks in _CHECKS.items():
        rewrite(table, checks)
    for table in ('departure', 'population_estimate'):
        op.add_column(table, sa.Column('country_as_given', Plain(), nullable=True))


def _alter(table: str, checks: dict[str, tuple[str, str]]) -> None:
    found = {
        check['name']: check['sqltext']
        for check in sa.inspect(op.get_bind()).get_check_constraints(table)
    }
    for column, (before, after) in checks.items():
        name = f'{table}_{column}'
        words = [word.split('::')[0].strip() for word in found[name].split('ARRAY[')[1].split(']')[0].split(',')]
        listed = ', '.join(words).replace(before, after)
        op.drop_constraint(name, table, type_='check')
        op.create_check_constraint(name, table, f'{column} IN ({listed})')
    if table == 'population_estimate':
        op.alter_column(table, 'country', nullable=True)


def _make_anew(table: str, checks: dict[str, tuple[str, str]]) -> None:
    """SQLite changes no constraint of a table: it is written anew beside the old one."""
    connection = op.get_bind()
    parts = connection.execute(
        sa.text('SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL'),
        {'table': table},
    ).all()
    [made] = [sql for type, sql in parts if type == 'table']
    for before, after in checks.values():
        assert made.count(before) == 1
        made = made.replace(before, after)
    if table == 'population_estimate':
        made = made.replace('country VARCHAR NOT NULL', 'country VARCHAR')
    new = f'{table}_anew'
    op.execute(made.replace(f'CREATE TABLE {table}', f'CREATE TABLE {new}', 1))
    op.execute(f'INSERT INTO {new} SELECT * FROM {table}')
    op.execute(f'DROP TABLE {table}')
    op.execute(f'ALTER TABLE {new} RENAME TO {table}')
    for type, sql in parts:
        if type == 'index':
            op.execute(sql)
