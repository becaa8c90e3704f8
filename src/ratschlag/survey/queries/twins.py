"""Who said the same: found by a keyed hash of the folded words, in one indexed query."""

from django.db.models import Q

from ratschlag.contributions.compute import keyed_hash
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import secret_for
from ratschlag.contributions.rules import Publication
from ratschlag.process.models import Process
from ratschlag.survey.compute.keying import folded
from ratschlag.survey.models import ResponseText

_MOST = 5


def hash_of_words(process: Process, text: str) -> str:
    """By which the same words are found again in a process.

    With the server's secret, under a purpose and for a process of its own: whoever has only the
    database can't try out words, and nobody can lay two processes beside each other. It is
    emptied with the words, because it could confirm a guess at them.
    """
    return keyed_hash(secret_for("twins"), process.slug, folded(text))


def twins_of(process: Process, text: str) -> list[Contribution]:
    """Contributions that say the same to the letter, but for white space and capitals.

    What came online is known some minutes later (tasks.fold_words): nobody who answers waits
    for that.
    """
    gone = Q(contribution__text="") | Q(contribution__publication=Publication.WITHDRAWN)
    found = ResponseText.objects.filter(folded_hash=hash_of_words(process, text)).exclude(gone)
    rows = found.select_related("contribution__duplicate_of")
    ordered = rows.order_by("contribution__received_on", "contribution_id")
    return [row.contribution for row in ordered[:_MOST]]
