"""Raw durable commits: what the disk and the database allow, without any framework."""

import contextlib
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

_TEXT = "Im Verein lernen sich Familien kennen. " * 8


def sqlite_commits(folder: str, seconds: float) -> float:
    """Commits of one row per second by one writer; write-ahead log, every commit synced."""
    from ratschlag.lib.sqlite import use_own_sqlite

    use_own_sqlite()
    import sqlite3

    with contextlib.closing(sqlite3.connect(f"{folder}/raw.sqlite3", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, text TEXT)")
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            db.execute("INSERT INTO raw (text) VALUES (?)", (_TEXT,))
            count += 1
        return count / (time.perf_counter() - began)


def postgres_commits(url: str, folder: str, seconds: float, clients: int = 16) -> float:
    """Commits of one row per second by so many connections; the server's defaults (pgbench)."""
    program = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))[-1]
    script = Path(folder) / "raw.sql"
    script.write_text(f"INSERT INTO raw (text) VALUES ('{_TEXT}');\n")
    table = "CREATE TABLE IF NOT EXISTS raw (id bigserial PRIMARY KEY, text text)"
    subprocess.run(["psql", url, "-qc", table], check=True)
    options = ["-n", "-M", "prepared", "-c", str(clients), "-T", str(max(1, round(seconds)))]
    done = subprocess.run(
        [str(program), *options, "-f", str(script), url], check=True, capture_output=True, text=True
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    return float(found[1]) if found else 0.0
