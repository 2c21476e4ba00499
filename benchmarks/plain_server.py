"""The plain way behind FastAPI, as most people write it: one route, one model, one index.

    python -m benchmarks.plain_server MODEL INDEX TEXTS PORT

It knows no answers, only passages, so it says the same under both of our paths.
"""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from benchmarks.plain import PlainSearch


class Question(BaseModel):
    """What is asked."""

    question: str
    top_k: int = 5


def main() -> None:
    """Load, and serve until told to stop."""
    model, index, texts, port = sys.argv[1:]
    plain = PlainSearch(Path(model))
    plain.load(Path(index), Path(texts))
    app = FastAPI()

    @app.post("/v1/search")
    @app.post("/v1/ask")
    def search(asked: Question) -> dict[str, list[str]]:
        return {"passages": plain.search(asked.question, asked.top_k)}

    @app.get("/livez")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    uvicorn.run(app, port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
