"""Common Korean words with English ones that an article would use for the same thing.

General vocabulary: asking, time, people, family, work, school, film and series, press and numbers,
body and health, crime and danger, places and things. They are in two text files beside this one.
The name of nobody is among them.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _split(words: str) -> list[str]:
    return words.split()


ENDINGS = frozenset(
    _split(
        """
        은 는 이 가 을 를 의 에 에서 에게 께 께서 한테 으로 로 와 과 랑 이랑 도 만 까지 부터
        보다 처럼
        마다 나 이나 라도 이라도 란 이란 라는 이라는 라고 이라고 인 인가 인가요 인지 인데
        이에요 예요
        에요 이야 야 입니까 입니다 이죠 죠 였나요 이었나요 나요 에는 에서는 에도 에게서
        에게는 으로는
        로는 으로서 로서 들 들은 들이 들을 들의 들에게 님 님은 님이 님을 씨 씨는 씨가 씨의
        요 가요 하고
        이며 며 였던 이었던 했나요 하나요 되나요 됐나요 된 한 하는 되는
        """
    )
)
"""What is put behind a Korean word, also more than one together."""

UNDERWENT = tuple(_split("됐 되었 당했 받았"))
"""How it goes on when a noun is made a verb for what was done to something."""

DOING = (*UNDERWENT, *_split("되 된 될 돼 당하 당한 받 하 했 한 할 함 해 시키 시켰"))
"""How it goes on when a noun is made a verb."""

TAILS = (*DOING, *_split("적 스러 이었 였 인 입 이에 예 죠"))
"""How it goes on when a noun is made a verb, or is said to be something."""

VERB_TAILS = (
    "나요",
    "어요",
    "아요",
    "까요",
    "는지",
    "습니까",
    "습니다",
    "했어",
    "니다",
    "냐",
    "려고",
    "면서",
)
"""How words end that are no names."""

FAMILY_NAMES = {
    "김": "Kim",
    "이": "Lee",
    "박": "Park",
    "최": "Choi",
    "정": "Jung",
    "강": "Kang",
    "조": "Cho",
    "윤": "Yoon",
    "장": "Jang",
    "임": "Lim",
    "한": "Han",
    "오": "Oh",
    "서": "Seo",
    "신": "Shin",
    "권": "Kwon",
    "황": "Hwang",
    "안": "Ahn",
    "송": "Song",
    "유": "Yoo",
    "류": "Ryu",
    "홍": "Hong",
    "전": "Jeon",
    "고": "Ko",
    "문": "Moon",
    "양": "Yang",
    "손": "Son",
    "배": "Bae",
    "백": "Baek",
    "허": "Heo",
    "남": "Nam",
    "심": "Shim",
    "노": "Noh",
    "하": "Ha",
    "곽": "Kwak",
    "성": "Sung",
    "차": "Cha",
    "주": "Joo",
    "우": "Woo",
    "구": "Koo",
    "나": "Na",
    "진": "Jin",
    "지": "Ji",
    "엄": "Uhm",
    "채": "Chae",
    "원": "Won",
    "천": "Chun",
    "방": "Bang",
    "공": "Kong",
    "현": "Hyun",
    "함": "Ham",
    "변": "Byun",
    "민": "Min",
    "탁": "Tak",
    "길": "Gil",
    "마": "Ma",
    "표": "Pyo",
}
"""The commonest family names as their bearers mostly write them in English."""


LONGEST_ENDING = max(map(len, ENDINGS))


@functools.cache
def longest_word() -> int:
    """Return the length of the longest noun or verb: no more of a text need be looked at."""
    return max(map(len, (*nouns(), *verbs())))


@functools.cache
def nouns() -> Mapping[str, tuple[str, ...]]:
    """Return Korean nouns with English words; none for one that only joins.

    Endings or tails may follow a noun.
    """
    return _read("korean-nouns.txt")


@functools.cache
def verbs() -> Mapping[str, tuple[str, ...]]:
    """Return beginnings of Korean verbs, adjectives and question words; anything may follow."""
    return _read("korean-verbs.txt")


def _read(name: str) -> dict[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    pairs = (each.partition("=") for each in text.split(";"))
    return {
        word.strip(): tuple(each for each in " ".join(meaning.split()).split("|") if each)
        for word, _, meaning in pairs
    }


SUFFIXES = {"시": "city", "고": "high school", "여고": "girls high school"}
"""What follows a name without a space and is no part of it, as known longer words may do, too."""
