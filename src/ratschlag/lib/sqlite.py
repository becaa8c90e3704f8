"""The SQLite that Ratschlag runs on: put in before Django loads, because systems ship faulty ones."""

import sys
from typing import Any

Version = tuple[int, int, int]


def use_own_sqlite() -> None:
    """Make `import sqlite3` mean the library that `pysqlite3` carries, where it is installed."""
    if "django.db.backends.sqlite3.base" in sys.modules:
        return
    try:
        import pysqlite3  # noqa: PLC0415  not there on every platform
        import pysqlite3.dbapi2  # noqa: PLC0415
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def sqlite_version() -> Version:
    """The version of the SQLite library in use."""
    module: Any = sys.modules.get("sqlite3")
    if module is None:
        import sqlite3 as module  # noqa: PLC0415  only after use_own_sqlite had its chance
    return tuple(module.sqlite_version_info)


def has_wal_reset_fault(version: Version) -> bool:
    """Whether two connections in WAL mode can lose or corrupt commits.

    The fault is in 3.7.0 to 3.51.2; 3.44.6 and 3.50.7 hold the mend as backports
    (release notes of SQLite 3.51.3).
    """
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)
