"""What finds a document: kept by the database itself, whoever writes or deletes one.

SQLite has it in `search_index` (FTS5 over the two columns of entries), PostgreSQL in the column
`vector`. Nothing of a deleted document stays in either. Whoever rebuilds the table on SQLite
(AlterField, AddConstraint) puts the triggers back (`allow`, as in lib.triggers).
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The entries are folded already (search/compute): the tokenizer only sets them apart.
_SQLITE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title_entries, text_entries, content='search_document', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0 tokenchars '=~^_'"
);
INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_document_put AFTER INSERT ON search_document BEGIN
    INSERT INTO search_index(rowid, title_entries, text_entries)
    VALUES (NEW.id, NEW.title_entries, NEW.text_entries);
END;
CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN
    INSERT INTO search_index(search_index, rowid, title_entries, text_entries)
    VALUES ('delete', OLD.id, OLD.title_entries, OLD.text_entries);
END;
CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN
    INSERT INTO search_index(search_index, rowid, title_entries, text_entries)
    VALUES ('delete', OLD.id, OLD.title_entries, OLD.text_entries);
    INSERT INTO search_index(rowid, title_entries, text_entries)
    VALUES (NEW.id, NEW.title_entries, NEW.text_entries);
END;
"""
_SQLITE_BACK = """
DROP TRIGGER search_document_put;
DROP TRIGGER search_document_gone;
DROP TRIGGER search_document_changed;
DROP TABLE search_index;
"""
# An entry's place in its stream is its position; behind 16383 PostgreSQL tells places no more.
_POSTGRESQL = """
ALTER TABLE search_document ADD COLUMN vector tsvector;
CREATE FUNCTION search_vector(entries text, weight "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(coalesce(string_agg(
        quote_literal(entry) || ':' || least(place, 16383), ' '
    )::tsvector, ''::tsvector), weight)
    FROM unnest(string_to_array(entries, ' ')) WITH ORDINALITY AS found(entry, place)
    WHERE entry <> ''
$$;
CREATE FUNCTION search_document_put() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.vector := search_vector(NEW.title_entries, 'A') || search_vector(NEW.text_entries, 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER search_document_put BEFORE INSERT OR UPDATE ON search_document
FOR EACH ROW EXECUTE FUNCTION search_document_put();
CREATE INDEX search_document_vector ON search_document USING gin (vector);
"""
_POSTGRESQL_BACK = """
DROP INDEX search_document_vector;
DROP TRIGGER search_document_put ON search_document;
DROP FUNCTION search_document_put();
DROP FUNCTION search_vector(text, "char");
ALTER TABLE search_document DROP COLUMN vector;
"""


def _run(editor: BaseDatabaseSchemaEditor, sqlite: str, postgresql: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(postgresql, params=None)
        return
    # One statement at a time: more at once would end the transaction.
    for statement in _statements(sqlite):
        editor.execute(statement, params=None)


def _statements(sql: str) -> list[str]:
    """A statement ends with the line that ends on a semicolon and does not begin with blanks."""
    found, lines = [], []
    for line in sql.strip().splitlines():
        lines.append(line)
        if line.endswith(";") and not line.startswith(" "):
            found.append("\n".join(lines).rstrip(";"))
            lines = []
    return found


def _put(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, _SQLITE, _POSTGRESQL)


def _take(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, _SQLITE_BACK, _POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_document")]

    operations = [migrations.RunPython(_put, _take)]
