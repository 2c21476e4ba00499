"""Texts to embed: none of them is among those that an export is checked with."""

TEXTS = (
    "Who is bitten first?",
    "It ends on a rooftop.",
    "Nam Ra keeps to herself at school, and she hides what has happened to her arm.",
    "온조와 청산은 어릴 때부터 친구였다. 두 사람은 같은 아파트에 산다.",
    "The 🧟 came up the stairs 😱 and we ran!",
    "   \n leading and trailing white space \t ",
    "Göteborg, São Paulo, Kraków and Đà Nẵng: four cities, none of them Hyosan.",
    "HYOSAN HIGH SCHOOL, CLASS 2-5",
    "12.5 million hours in 3 days; +40 % on the week before (28.01.-30.01.2022)",
    "Aspirin irreversibly inhibits cyclooxygenase-1 in platelets and so prolongs bleeding time.",
    "She said: “We wait here until the helicopter comes.” It did not come. " * 6,
    "Episode by episode the survivors lose a friend, a plan, and another way out. " * 40,
)
"""From a few tokens to more than a model reads."""

ODD_TEXTS = ("", " ", "\0", "a\ud800b", "x" * 5000, "🧟" * 300, "\u202e", "가" * 2000)
"""What no person writes, and what arrives all the same."""
