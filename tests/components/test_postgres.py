"""PostgreSQL is the real one, and each test may have its own database."""

import sqlalchemy as sa


def test_it_keeps_a_table_and_answers(postgres_url):
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE village (name text PRIMARY KEY)"))
        connection.execute(sa.text("INSERT INTO village VALUES ('Mens'), ('Le Sappey-en-Chartreuse')"))
    with engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
        assert connection.scalar(sa.text("SELECT count(*) FROM village")) == 2
        assert int(connection.scalar(sa.text("SHOW server_version_num"))) >= 150000
        connection.execute(sa.text("DROP TABLE village"))
    engine.dispose()


def test_a_database_of_its_own_is_empty_and_gone_after(postgres_server):
    with postgres_server.fresh_database() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            assert sa.inspect(connection).get_table_names() == []
            connection.execute(sa.text("CREATE TABLE village (name text)"))
            name = connection.scalar(sa.text("SELECT current_database()"))
        # the engine still holds a connection: dropping must not wait for it
    engine.dispose()
    main = sa.create_engine(postgres_server.url("postgres"))
    with main.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM pg_database WHERE datname = :name"), {"name": name}) == 0
    main.dispose()


def test_two_tests_get_two_databases(postgres_database, postgres_server):
    with postgres_server.fresh_database() as other:
        assert other != postgres_database
