"""Themes: the same again, a tenth more, decisions kept, texts without one, and proof of summaries."""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ratschlag.synthesis.compute.private import private_words
from ratschlag.synthesis.compute.summary import Sentence, check_draft, summary
from ratschlag.synthesis.compute.themes import Themes, find_themes, names, quotes
from synthesis.encoded import Encoded, encoded
from synthesis.texts import NoTexts

SPLITS = 8


def measure() -> bool:
    try:
        sets = [encoded("klimarat"), encoded("cycling")]
    except NoTexts as why:
        print(why)
        return True
    reached = True
    for texts in sets:
        for part in (_the_same, _a_tenth_more, _decisions, _without, _faithful, _private):
            reached = part(texts) and reached
    return reached


def _say(is_reached: bool, texts: Encoded, line: str) -> bool:
    print(f"{'reached' if is_reached else 'MISSED '} {texts.name:8} {line}")
    return is_reached


def digest(themes: Themes) -> str:
    arrays = (themes.centres, themes.first, themes.second, themes.nearness, themes.sizes)
    told = hashlib.sha256(repr(themes.ids).encode())
    for array in arrays:
        told.update(array.tobytes())
    return told.hexdigest()


def _the_same(texts: Encoded) -> bool:
    """Again here, and in a process of its own with one thread."""
    began = time.process_time()
    once = find_themes(texts.vectors)
    took = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.npy"
        np.save(path, texts.vectors)
        code = (
            "import sys, numpy; from synthesis import themes; "
            "print(themes.digest(themes.find_themes(numpy.load(sys.argv[1]))))"
        )
        alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        alone["PYTHONPATH"] = os.pathsep.join(sys.path)
        command = [sys.executable, "-c", code, str(path)]
        other = subprocess.run(command, env=alone, check=True, capture_output=True, text=True)
    warm = find_themes(texts.vectors, before=once)
    ari = adjusted_rand_score(once.first, warm.first)
    is_same = digest(once) == digest(find_themes(texts.vectors)) == other.stdout.strip()
    return _say(
        is_same and ari == 1.0,
        texts,
        f"same data: ARI {ari:.3f} warm, bytes {'identical' if is_same else 'DIFFER'} in another "
        f"process with one thread; {len(once.ids)} themes in {took:.2f} s of one core",
    )


def _grown(texts: Encoded, seed: int) -> tuple[np.ndarray, Themes]:
    """Rows of a first run that a tenth is added to later, and that run."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(texts.texts))[: round(len(texts.texts) / 1.1)])
    return rows, find_themes(texts.vectors[rows])


def _a_tenth_more(texts: Encoded) -> bool:
    warm, cold = [], []
    for seed in range(SPLITS):
        rows, old = _grown(texts, seed)
        new = find_themes(texts.vectors, before=old)
        warm.append(adjusted_rand_score(old.first, new.first[rows]))
        cold.append(adjusted_rand_score(old.first, find_themes(texts.vectors).first[rows]))
    return _say(
        min(warm) >= 0.90,
        texts,
        f"a tenth more: ARI {np.mean(warm):.3f}, lowest {min(warm):.3f} of {SPLITS} drawings "
        f"(reach 0.90); begun anew it would be {np.mean(cold):.3f}",
    )


def _decisions(texts: Encoded) -> bool:
    """A tenth of the texts moved by people against the machine, another tenth forbidden."""
    rows, old = _grown(texts, 0)
    rng = np.random.default_rng(1)
    drawn = rng.permutation(rows)
    tenth = len(rows) // 10
    pinned = {int(row): str(rng.choice(old.ids)) for row in drawn[:tenth]}
    now = dict(zip(rows.tolist(), old.first.tolist(), strict=True))
    forbidden = [
        (int(row), old.ids[now[int(row)]]) for row in drawn[tenth : 2 * tenth] if now[int(row)] >= 0
    ]
    new = find_themes(texts.vectors, before=old, pinned=pinned, forbidden=forbidden)
    kept = sum(new.theme_of(row) == theme for row, theme in pinned.items())
    spared = sum(theme not in _themes_of(new, row) for row, theme in forbidden)
    untouched = np.setdiff1d(rows, drawn[: 2 * tenth])
    ari = adjusted_rand_score([now[int(row)] for row in untouched], new.first[untouched])
    return _say(
        kept == len(pinned) and spared == len(forbidden),
        texts,
        f"decisions after a tenth more: {kept} of {len(pinned)} pinned and {spared} of "
        f"{len(forbidden)} forbidden kept; ARI of the untouched {ari:.3f}",
    )


def _themes_of(themes: Themes, row: int) -> set[str]:
    return {themes.ids[at] for at in (themes.first[row], themes.second[row]) if at >= 0}


def _without(texts: Encoded) -> bool:
    themes = find_themes(texts.vectors)
    listed = themes.without()
    share = len(listed) / len(texts.texts)
    second = float((themes.second >= 0).mean())
    named = names(texts.texts, themes.first, themes.ids, ["de"] * len(texts.texts))
    shown = quotes(texts.vectors, themes, texts=texts.texts)
    print(f"        {texts.name:8} the largest: {' · '.join(named[:6])}")
    return _say(
        share <= 0.10 and len(set(named)) == len(named) and all(shown),
        texts,
        f"without a theme {share:.1%}, all {len(listed)} listed (reach 10 %); {second:.1%} have two",
    )


def _faithful(texts: Encoded) -> bool:
    """Summaries of every theme, and a draft in which every second sentence is forged."""
    themes = find_themes(texts.vectors)
    ids = [f"c{row}" for row in range(len(texts.texts))]
    by_id = dict(zip(ids, texts.texts, strict=True))
    sentences: list[Sentence] = []
    for theme in range(len(themes.ids)):
        own = np.flatnonzero(themes.first == theme)
        said, own_ids = [texts.texts[row] for row in own], [ids[row] for row in own]
        sentences += summary(said, texts.vectors[own], own_ids)
    with_ids = sum(bool(one.ids) and set(one.ids) <= by_id.keys() for one in sentences)
    exact = sum(one.text in by_id[one.ids[0]] for one in sentences)
    plain = [one for one in sentences if not set(one.text) & set('„“”"«»‚‹›[]\n')]
    honest = [f"Jemand sagt „{one.text}“ [{one.ids[0]}]." for one in plain]
    forged = [f"Jemand sagt „{one.text} Und mehr“ [{one.ids[0]}]." for one in plain]
    forged += [f"Jemand sagt „{one.text}“ [x{one.ids[0]}]." for one in plain]
    checked = check_draft("\n".join([*honest, *forged]), by_id)
    is_strict = len(checked.sentences) == len(honest) and checked.refused.total() == len(forged)
    return _say(
        with_ids == exact == len(sentences) and is_strict,
        texts,
        f"summaries: {with_ids} of {len(sentences)} sentences with ids that exist, {exact} exact; "
        f"of a draft {len(checked.sentences)} of {len(honest)} true sentences kept, "
        f"{checked.refused.total()} of {len(forged)} forged thrown away",
    )


def _private(texts: Encoded) -> bool:
    began = time.process_time()
    marked = sum(bool(private_words(text, "de")) for text in texts.texts)
    took = time.process_time() - began
    return _say(
        True,
        texts,
        f"personal data marked in {marked} of {len(texts.texts)} texts "
        f"({marked / len(texts.texts):.1%}), {took:.1f} s of one core",
    )
