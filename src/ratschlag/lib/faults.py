"""Whether something went wrong because the database or the disk can't work at the moment."""

import errno

from django.db import InterfaceError

# In how many seconds it is worth trying again.
RETRY_AFTER = 10

# SQLite's primary codes: busy, locked, read-only, fault of the disk, full, can't open, protocol.
_SQLITE = {5, 6, 8, 10, 13, 14, 15}
# PostgreSQL's classes: no connection, out of resources, ended by someone, fault of the system.
_CLASSES = {"08", "53", "57", "58"}
# Read-only transaction, a lock that could not be had, two that waited for each other.
_STATES = {"25006", "55P03", "40P01", "40001"}
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG, errno.EMFILE}


def is_out_of_order(error: BaseException | None) -> bool:
    """Whether trying again later can help: nothing is wrong with what was asked.

    A mistake of ours (a table that is not there, a broken rule) is none of these.
    """
    while error is not None:
        if _is_disk(error) or _is_database(error):
            return True
        error = error.__cause__
    return False


def _is_disk(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in _DISK


def _is_database(error: BaseException) -> bool:
    if isinstance(error, InterfaceError):  # the connection was gone already
        return True
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE
    if not hasattr(error, "sqlstate"):
        return False
    state = error.sqlstate
    if state is None:  # psycopg did not even reach the server, or lost it
        return type(error).__name__ in ("OperationalError", "ConnectionTimeout")
    return state[:2] in _CLASSES or state in _STATES
