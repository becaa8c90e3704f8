"""Makes the wheel hold what browsers load and the compiled catalogues."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Builds the assets before the wheel is packed; an sdist carries only their sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(__file__).parent))
        import assets  # noqa: PLC0415  stands beside this file, in no package
        import catalogues  # noqa: PLC0415

        assets.build(Path(self.root))
        catalogues.compile_all()
