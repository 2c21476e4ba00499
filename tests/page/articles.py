"""What the pages are tested on: a small town's news, in several scripts, and texts that attack."""

from __future__ import annotations

from itertools import cycle, islice

from qa.types import Article, Published, Source

TOWN = (
    Article(
        id="museum/2024-03-04-clock-hall-opening",
        title="Clock hall of the Farwick museum to open in June 2024",
        text="🕰️ The Farwick museum builds a hall for its tidal clock.\n\n"
        "Ada Brunt leads the Farwick museum. She said the clock hall will open in June 2024.\n\n"
        "## The clock\n\nThe tidal clock was built by Jon-as Wheel in 1871. It stood in the "
        "harbour for ninety years and was painted *green*.\n",
        published=Published(2024, 3, 4),
        url="https://news.example/clock-hall",
        source="Farwick Gazette",
        tags=("museum", "opening"),
        lang="en",
    ),
    Article(
        id="museum/2025-01-20-clock-hall-late",
        title="Farwick clock hall is late",
        text="The clock hall of the Farwick museum will open in May 2026, the museum said.\n\n"
        "| Part | Cost |\n|---|---|\n| Roof | 40,000 crowns |\n| Floor | 12,000 crowns |\n\n"
        "- The roof leaks.\n- The floor is new.\n",
        published=Published(2025, 1, 20),
        url="https://coast.example/late?a=1#top",
        source="Coast Radio",
        tags=("museum", "delay"),
        lang="en",
        sources=(Source("https://museum.example/notes", "Farwick museum", "2025-01"),),
    ),
    Article(
        id="harbour/ferry",
        title="The ferry to Osel",
        text="Tess Lind steers the ferry to Osel. The crossing takes forty minutes.\n\n"
        + "".join(
            f"In year {year} the ferry carried about {year * 13 % 900 + 100} goats and no cow. "
            f"The ticket office wrote every animal into ledger number {year - 1899}.\n\n"
            for year in range(1900, 1960)
        )
        + "The ferry captain Bas Korten retired in 1987 and now keeps bees in Osel.\n",
        published=Published(2023, 6),
        source="Farwick Gazette",
        tags=("harbour",),
        lang="en",
    ),
    Article(
        id="harbour/유리-등대",
        title="유리 등대 이야기",
        text="김도윤은 유리 등대를 지킨다. Kim Do-yun keeps the glass lighthouse (유리 등대).\n",
        published=Published(2024, 11, 2),
        source="바다신문",
        tags=("harbour", "등대"),
        lang="ko",
    ),
    Article(
        id="harbour/مرسى",
        title="مرسى فارويك القديم",
        text="بنى سليم الحداد مرسى فارويك القديم. Salim Haddad built the old pier of Farwick.\n",
        published=Published(2022),
        source="صوت الميناء",
        tags=("harbour",),
        lang="ar",
    ),
)

ATTACKS = (
    "<script>attack()</script>",
    "<img src=x onerror=attack()>",
    "<svg onload=attack()><animate onbegin=attack() attributeName=x>",
    '"><iframe srcdoc="<script>parent.attack()</script>">',
    "<a href='javascript:attack()'>here</a>",
    "[here](javascript:attack())",
    "[here](data:text/html,<script>attack()</script>)",
    "</template></title><script>attack()</script>",
    "<style>*{display:none}</style>",
    "{{constructor.constructor('attack()')()}} ${attack()}",
    "<base href=//evil.example><meta http-equiv=refresh content='0;//evil.example'>",
    "\u202eattack()\u202c \u2066\u0000\u200b&lt;script&gt;",
    "| <b>x</b> | <script>attack()</script> |\n|---|---|\n| <img src=x onerror=attack()> | y |",
    "# <script>attack()</script>\n\n- <img src=//evil.example/x onerror=attack()>",
    "`<script>attack()</script>` **<img src=x onerror=attack()>** *<i onclick=attack()>*",
)
ADDRESSES = (
    "javascript:attack()",
    "JaVaScRiPt:attack()//https://news.example",
    " javascript:attack()",
    "java\tscript:attack()",
    "data:text/html,<script>attack()</script>",
    "vbscript:attack()",
    "//evil.example/x",
    "https://news.example/\"onmouseover='attack()'",
    "http://[evil",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
)


def hostile(number: int = 200) -> list[Article]:
    """Return as many articles that try to run `attack()` wherever a text of theirs is shown."""
    return [
        Article(
            id=f"hostile/{at:03}",
            title=f"Gate {at} {attack}",
            text=f"Keeper Vorn {attack} guards gate {at} of Drumlin.\n\n{attack}\n",
            published=Published(2020, 1 + at % 12),
            url=address,
            source=f"Drumlin {attack}",
            author=attack,
            tags=(f"drumlin {attack}",),
            lang=attack if at % 2 else "en",
            sources=(Source(address, f"Drumlin {attack}", attack),),
        )
        for at, attack, address in islice(
            zip(range(number), cycle(ATTACKS), cycle(ADDRESSES), strict=False), number
        )
    ]
