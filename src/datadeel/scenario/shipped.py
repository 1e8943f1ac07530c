"""The scenarios that come with the package, and where scenarios are looked for by name."""

from __future__ import annotations

from pathlib import Path

from datadeel.errors import InputError, nearest


def folders() -> list[Path]:
    """Where scenarios are looked for: here, in ``scenarios/`` here, and those shipped with the package."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "scenarios" if (package / "scenarios").is_dir() else package.parents[1] / "scenarios"
    return [Path(), Path("scenarios"), shipped]


def shipped(path: str) -> Path:
    """A shipped file by its path in the project, such as "scenarios/dil.toml"."""
    return folders()[-1].parent / path


def by_name(name: str) -> Path | None:
    """The file of the scenario called ``name``, without its ending; None where there is none."""
    return next((file for folder in folders() if (file := folder / f"{name}.toml").is_file()), None)


def find(name: str) -> Path:
    """The file of a scenario given by name or path. Raises InputError with the nearest name."""
    file = Path(name) if Path(name).is_file() else by_name(name.removesuffix(".toml"))
    if file is not None:
        return file
    names = sorted({file.stem for folder in folders()[1:] for file in folder.glob("*.toml")})
    raise InputError(f"--from {name}: no such scenario; {nearest(name, names)}")
