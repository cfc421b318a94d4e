"""From a line of an artifact to the spec, and from a part of a spec to the lines of artifacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from signalwright.compile import Compilation
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, KeyPath
from signalwright.emit.source_map import key_path_at, line_paths, lines_of, part_of, places_of
from signalwright.reading.parts import part_words, spec_words
from signalwright.reading.text.page import visible

Place = tuple[str, KeyPath]
"""A file of a spec and a key path in it."""


def from_artifact(compilation: Compilation, artifact: Artifact, line: int) -> list[str]:
    """Returns where a line of an artifact comes from.

    Args:
        compilation: The run.
        artifact: The artifact.
        line: The line, from 1.

    Returns:
        The place with its key path, the source line, and what was made of what; nothing where the line has no origin.
    """
    path = key_path_at(artifact, line)
    origins = artifact.origins()
    part_path = None if path is None else part_of(origins, path)
    if part_path is None:
        return []
    origin = origins[part_path]
    part, source = part_words(artifact, part_path), spec_words(origin.file, origin.path)
    made = f"`{part}` is made" if part else "made"
    shown = [*_shown(compilation, origin), *([f"  {made} from {source}"] if source else [])]
    user = origin.user
    return shown if user is None else [*shown, f"{user.how} `{user.name}` here:", *_shown(compilation, user.place)]


def from_spec_line(compilation: Compilation, file: str, content: bytes, line: int) -> list[str]:
    """Returns what comes of a line of a spec.

    Args:
        compilation: The run.
        file: The file, relative to the project.
        content: Its bytes.
        line: The line, from 1.

    Returns:
        The lines of artifacts, a span with the name of what stands there in each.
    """
    said: list[Place] = list(compilation.sources.python_paths(file, line))
    if not said:
        written = None if file.endswith(".py") else key_path_at(Artifact(file, content, {}, dict), line)
        said = [] if written is None else [(file, written)]
    wanted: set[Place] = set()
    for where, path in said:
        places = {place for name, place in _places(compilation) if name == where}
        # What is said within this place, or else the nearest thing around it that something was made of.
        within = {each for each in places if each[: len(path)] == path}
        nearest = max((each for each in places if each and path[: len(each)] == each), key=len, default=path)
        wanted.update((where, each) for each in within or {nearest})
    return list(_artifact_lines(compilation, wanted))


def from_key_path(compilation: Compilation, written: str) -> list[str]:
    """Returns where a key path stands in specs, and what comes of it.

    Args:
        compilation: The run.
        written: The key path, `services.api.alerts.ApiDown`.

    Returns:
        The places in specs with their source lines, then the lines of artifacts; nothing where no artifact comes of it.
    """
    wanted = {each for each in _places(compilation) if _is_within(each[1], written)}
    depth = {
        (file, next(path[:n] for n in range(len(path) + 1) if _dotted(path[:n]) == written)) for file, path in wanted
    }
    shown = (line for file, path in sorted(depth, key=str) for line in _shown(compilation, Origin(file, path, "key")))
    return [*shown, *_artifact_lines(compilation, wanted)]


def near_key_path(compilation: Compilation, written: str) -> str | None:
    """Returns the key path that was most likely meant, `services.api` by `api`, or None when nothing is near."""
    known = {_dotted(path[:length]) for _, path in _places(compilation) for length in range(1, len(path) + 1)}
    inner = min(
        (each for each in known if each.endswith(f".{written}")), key=lambda each: (len(each), each), default=None
    )
    return inner or closest(written, sorted(known))


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))


def _is_within(path: KeyPath, written: str) -> bool:
    return f"{_dotted(path)}.".startswith(f"{written}.")


def _places(compilation: Compilation) -> set[Place]:
    """Returns every place of a spec that something was made of."""
    return {
        (place.file, place.path)
        for compiled in compilation.stacks
        for artifact in compiled.artifacts
        for origin in artifact.origins().values()
        for place in places_of(origin)
    }


def _artifact_lines(compilation: Compilation, wanted: Iterable[Place]) -> Iterator[str]:
    """Yields the lines that come from places: a span for each part that has a name of its own."""
    assert compilation.project is not None
    out = compilation.sources.name(compilation.project.out)
    origins = [Origin(file, path) for file, path in wanted]
    for compiled in compilation.stacks:
        for artifact in compiled.artifacts:
            lines = sorted({number for each in origins for number in lines_of(artifact, each)})
            if not lines:
                continue
            paths, places = line_paths(artifact), artifact.origins()
            named = [(number, part_words(artifact, part_of(places, paths[number - 1] or ()) or ())) for number in lines]
            for first, last, name in _spans(named):
                span = str(first) if first == last else f"{first}-{last}"
                yield visible(f"{out}/{compiled.folder}/{artifact.path}:{span}  {name}".rstrip())


def _spans(named: Iterable[tuple[int, str]]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for number, name in named:
        if spans and number == spans[-1][1] + 1 and name == spans[-1][2]:
            spans[-1] = (spans[-1][0], number, name)
        else:
            spans.append((number, number, name))
    return spans


def _shown(compilation: Compilation, origin: Origin) -> Iterator[str]:
    """Yields a place with its key path, and the line that stands there."""
    found = compilation.sources.locate(origin)
    path = _dotted(origin.path)
    if found is None:
        yield f"{origin.file}  {path}".rstrip()
        return
    yield f"{found.file}:{found.line}:{found.column}  {path}".rstrip()
    line = compilation.sources.line(found.file, found.line)
    if line is not None and line.strip():
        yield visible(f"  {found.line} | {line.strip()}")
