"""How often each guard tries: short in `./run test`, long in `./run test --long`. Nowhere else."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Lengths:
    kills: int
    database_kills: int
    synced: int
    power_cuts: int
    recorded: int
    closing: int
    keys: int
    withdrawals: int


SHORT = Lengths(
    kills=100,
    database_kills=5,
    synced=200,
    power_cuts=2_000,
    recorded=60,
    closing=2_000,
    keys=1_000,
    withdrawals=400,
)
LONG = Lengths(
    kills=1_000,
    database_kills=20,
    synced=2_000,
    power_cuts=100_000,
    recorded=300,
    closing=10_000,
    keys=10_000,
    withdrawals=10_000,
)
IS_LONG = os.environ.get("RATSCHLAG_TEST_LONG") == "1"
NOW = LONG if IS_LONG else SHORT
