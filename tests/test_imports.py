"""What stays light: knowing a policy, a plan or a version of the model loads no compiler and no Mesa."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["state", "schedule", "policy", "trajectory", "ensemble", "engine", "version"])
def test_the_model_is_known_without_the_compiler(module: str) -> None:
    code = f"import datadeel.model.{module}, sys; assert not {{'numba', 'mesa'}} & set(sys.modules), 'loaded'"
    subprocess.run([sys.executable, "-c", code], check=True)
