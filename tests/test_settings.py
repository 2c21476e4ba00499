import re
from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings import VARIABLES, Settings, count_cores


def test_without_variables_everything_lies_in_the_working_folder() -> None:
    assert Settings.from_environment({"PATH": "/bin"}) == Settings(
        corpus=Path("corpus"),
        index=Path("index"),
        embedder="all-MiniLM-L6-v2",
        api_key="",
        threads=count_cores(),
    )


def test_every_variable_is_read() -> None:
    environ = {
        "QA_CORPUS": "/a",
        "QA_INDEX": "/b",
        "QA_EMBEDDER": "my/model",
        "QA_API_KEY": "s3cret",
        "QA_THREADS": "1",
        "QA_KEEP_ANSWERS": "100",
        "QA_KEEP_QUESTIONS": "200",
    }
    assert set(environ) == set(VARIABLES)
    assert Settings.from_environment(environ) == Settings(
        corpus=Path("/a"),
        index=Path("/b"),
        embedder="my/model",
        api_key="s3cret",
        threads=1,
        keep_answers=100,
        keep_questions=200,
    )


def test_a_flag_wins_over_its_variable_and_none_is_no_flag() -> None:
    settings = Settings.from_environment(
        {"QA_CORPUS": "/a", "QA_INDEX": "/b"}, corpus=Path("/c"), index=None
    )
    assert (settings.corpus, settings.index) == (Path("/c"), Path("/b"))


def test_an_empty_variable_is_not_set() -> None:
    environ = dict.fromkeys(VARIABLES, "")
    assert Settings.from_environment(environ) == Settings()


def test_a_tilde_is_the_home_folder() -> None:
    assert Settings.from_environment({"QA_CORPUS": "~/a"}).corpus == Path.home() / "a"


def test_a_misspelt_variable_is_named_with_the_one_meant() -> None:
    with pytest.raises(
        SettingsError, match=r"^QA_CORPSE is no setting of qa: did you mean QA_CORPUS\?$"
    ):
        Settings.from_environment({"QA_CORPSE": "/a"})


def test_a_variable_unlike_any_other_is_answered_with_the_list() -> None:
    with pytest.raises(SettingsError, match="known are QA_CORPUS, QA_INDEX"):
        Settings.from_environment({"QA_ZZZZZZZZZZ": "1"})


def test_variables_for_tests_are_left_alone() -> None:
    assert Settings.from_environment({"QA_TEST_SEED": "1"}) == Settings()


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "9" * 5000, "²", " "])
def test_threads_beyond_the_cores_are_refused(text: str) -> None:
    with pytest.raises(
        SettingsError, match=f"^QA_THREADS is {re.escape(repr(text))}: give a number from 1 to"
    ):
        Settings.from_environment({"QA_THREADS": text})


@pytest.mark.parametrize("text", ["-1", "all", "1001", "9" * 5000, "²", " "])
def test_more_questions_than_fit_into_memory_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="give a number from 0, which keeps none, to 1000"):
        Settings.from_environment({"QA_KEEP_QUESTIONS": text})


@pytest.mark.parametrize("key", ["two words", "schlüssel", "line\nbreak"])
def test_a_key_that_no_header_can_carry_is_refused_without_printing_it(key: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"QA_API_KEY": key})
    assert key not in str(refusal.value)


def test_printing_the_settings_hides_the_key() -> None:
    settings = Settings.from_environment({"QA_API_KEY": "s3cret"})
    assert "s3cret" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("index", ["news", "news/index", "news/a/../b"])
def test_an_index_inside_the_corpus_is_refused(index: str) -> None:
    with pytest.raises(SettingsError, match="lies inside the corpus folder news"):
        Settings.from_environment({}, corpus=Path("news"), index=Path(index))


@pytest.mark.parametrize("text", ["-1", "all", "10001", "9" * 5000, "²", " "])
def test_more_answers_than_fit_into_memory_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"QA_KEEP_ANSWERS.*from 0, which keeps none, to 10000"):
        Settings.from_environment({"QA_KEEP_ANSWERS": text})


def test_a_server_remembers_answers_unless_it_is_told_otherwise() -> None:
    assert Settings.from_environment({}).keep_answers == 256
    assert Settings.from_environment({"QA_KEEP_ANSWERS": "0"}).keep_answers == 0
