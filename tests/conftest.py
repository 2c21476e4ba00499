"""What every test may rely on: no hub, one loopback, and Hypothesis profiles."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")

# Timings are no test's business: a busy two-core machine would make them lie.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("QA_TEST_PROFILE", "default"))


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Return the folder that keeps exports between test runs: QA_TEST_MODELS or our own."""
    default = Path(__file__).parents[1] / ".pytest_cache" / "qa-models"
    return Path(os.environ.get("QA_TEST_MODELS", default))


@pytest.fixture(scope="session")
def model_folder(model_cache: Path) -> Path:
    """Return the export of the default model, made at most once."""
    from qa.models.export import export
    from qa.models.source import DEFAULT_MODEL, find_model

    return export(find_model(DEFAULT_MODEL), model_cache)


@pytest.fixture(scope="session")
def shipped_index(
    model_cache: Path, model_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return an index of the shipped corpus, built once with the real model; copy it to change it.

    Its models are a link to those that tests share.
    """
    from qa import wiring
    from qa.settings import Settings

    index = tmp_path_factory.mktemp("shipped") / "index"
    index.mkdir()
    (index / wiring.MODELS).symlink_to(model_cache)
    wiring.build_index(Settings(corpus=Path(__file__).parents[1] / "corpus", index=index))
    return index
