"""Where checks, compiled files and witnesses are kept on this machine."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """``CERTIFY_CACHE``, else the user's cache."""
    given = os.environ.get("CERTIFY_CACHE")
    base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "certify"
    return base / "rocq"


def keep(path: Path, content: Any) -> None:
    """Writes JSON in one step, so that no other process reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(content), encoding="utf-8")
    scratch.replace(path)


def kept(path: Path) -> Any | None:
    """What was kept, None where there is nothing that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return None


__all__ = ["cache_folder", "keep", "kept"]
