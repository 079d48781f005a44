"""Alembic's environment: migrates the application's database; batch mode, because SQLite cannot alter a table."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
options = {"target_metadata": database.Model.metadata, "render_as_batch": True, "compare_type": True}

if context.is_offline_mode():
    context.configure(url=str(database.engine.url), literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with database.engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
