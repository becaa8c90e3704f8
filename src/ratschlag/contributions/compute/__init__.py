"""What is computed about contributions: receipts, and which figures may be shown."""

from ratschlag.contributions.compute.receipts import (
    CODE_LENGTH,
    Qr,
    damm_digit,
    digits_typed,
    grouped,
    groups_of,
    is_receipt,
    keyed_hash,
    qr_of,
    receipt_code,
)

__all__ = [
    "CODE_LENGTH",
    "Qr",
    "damm_digit",
    "digits_typed",
    "grouped",
    "groups_of",
    "is_receipt",
    "keyed_hash",
    "qr_of",
    "receipt_code",
]
