"""Where the outside inputs lie, for the tests that need them, and a user data folder that is nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs and outside suites beside the checkout; absent on a newcomer's machine."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder of real inputs is not beside this checkout")
    return folder


@pytest.fixture(scope="session", autouse=True)
def user_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tests neither see nor change what the developer has published."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data")
        patch.setenv("XDG_DATA_HOME", str(folder))
        patch.delenv("SIGNPOST_STORE", raising=False)
        yield folder
