"""From a folder with one article to cited answers, as a newcomer would go."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.journey.conftest import CHECKOUT, Project, post

pytestmark = pytest.mark.model


def test_an_article_that_was_dropped_in_answers_with_its_date(project: Project) -> None:
    report = project.json("build")
    assert (report["articles"], report["problems"]) == (1, [])
    for question, words in [
        ("Who drew the plans of the clock hall?", "the clock hall were drawn by Mira O'Dell."),
        ("When was the hall announced?", "The museum announced the hall back in March"),
        ("Who is expected to speak?", "the keepers Ro-an (Tess Lind)"),
    ]:
        answer = project.json("ask", question)
        assert any(words in citation["quote"] for citation in answer["citations"]), answer
        assert {citation["published"] for citation in answer["citations"]} == {"2024-05-06"}
        assert {citation["title"] for citation in answer["citations"]} == {
            "Farwick museum tidal clock"
        }
    assert project.json("ask", "What is the capital of France?")["abstained"]


def test_articles_come_and_go_and_the_last_build_can_be_taken_back(project: Project) -> None:
    project.json("build")
    extra = project.folder / "lighthouse.md"
    extra.write_text("---\ntitle: Lighthouse\npublished: 2025\n---\nThe lighthouse is blue.\n")
    added = project.json("add", str(extra))
    assert (added["ids"], added["added"], added["embedded"]) == (["lighthouse"], 1, 1)
    asked = project.json("ask", "Which colour is the lighthouse?")
    assert asked["citations"][0]["quote"] == "The lighthouse is blue."
    assert project.json("remove", "lighthouse")["removed"] == 1
    assert all(
        p["article_id"] != "lighthouse" for p in project.json("ask", "lighthouse")["passages"]
    )
    assert project.json("rollback") == {"generation": "000002"}
    assert project.json("status")["removed"] == ["lighthouse"]
    assert all(check["problem"] is None for check in project.json("verify")["generations"])


def test_the_service_answers_and_follows_a_build_by_another_process(project: Project) -> None:
    project.json("build")
    with project.served() as address:
        status, first = post(
            f"{address}/v1/ask", {"question": "Who drew the plans of the clock hall?"}
        )
        assert (status, first["generation"]) == (200, "000001")
        (project.corpus / "2024-05-06-farwick-museum-tidal-clock.txt").unlink()
        (project.corpus / "new.md").write_text("# Barn\n\nThe barn was drawn by Olaf Steen.\n")
        project.json("build")
        deadline = time.monotonic() + 10
        while first["generation"] != "000002" and time.monotonic() < deadline:
            status, first = post(f"{address}/v1/ask", {"question": "Who drew the barn?"})
            assert status == 200
        assert first["answer"]["text"] == "Olaf Steen"
        assert first["citations"][0]["quote"] == "The barn was drawn by Olaf Steen."
        assert {passage["article_id"] for passage in first["passages"]} == {"new"}


def test_asking_and_building_again_import_no_torch(project: Project) -> None:
    project.json("build")
    (project.corpus / "more.md").write_text("# More\n\nThere is more to say.\n")
    script = (
        "import sys\n"
        "from qa.cli.commands import main\n"
        "main(['build', '--json'], standalone_mode=False)\n"
        "main(['ask', 'Who drew the plans?', '--json'], standalone_mode=False)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx', 'fastapi', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=project.environ, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert '"embedded": 1' in done.stdout


def test_a_broken_model_is_an_error_that_says_what_to_do(project: Project) -> None:
    project.json("build")
    (link,) = (path for path in (project.index / "models").iterdir() if path.is_symlink())
    link.unlink()
    done = project.run("ask", "Who drew the plans of the clock hall?")
    assert done.returncode == 1
    assert "run `qa build`" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shipped_corpus_says_who_plays_on_jo(project: Project) -> None:
    shipped = Project(project.folder)
    for path in shipped.corpus.iterdir():
        path.unlink()
    project.json("add", str(CHECKOUT / "corpus"))
    answer = project.json("ask", "Who plays On-jo in All of Us Are Dead?")
    assert not answer["abstained"]
    assert "Park Ji-hu" in answer["citations"][0]["quote"]
